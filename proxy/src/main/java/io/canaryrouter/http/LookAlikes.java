package io.canaryrouter.http;

import java.util.Set;

/**
 * The names that no odd name may imitate. Frameworks fold {@code _} into {@code -}, some also other
 * characters, so that a stack would take {@code Content_Length} for the real one. The names are
 * written as {@link FieldLine#squeezedName()} gives them; usual names cost nothing here.
 */
final class LookAlikes {
  private static final Set<String> FRAMING = Set.of("contentlength", "transferencoding");

  private static final Set<String> REQUEST =
      Set.of(
          "host",
          "connection",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "keepalive",
          "proxyconnection",
          "authorization",
          "cookie",
          "forwarded",
          "via",
          "xrealip",
          "xrequestid",
          "xrequeststart",
          "trueclientip",
          "cfconnectingip");

  private static final String[] REQUEST_FAMILIES = {"xforwarded", "xcanary", "secwebsocket"};

  private LookAlikes() {}

  /** Whether the field imitates one that frames a message. */
  static boolean isOfFraming(FieldLine field) {
    return field.isOdd() && FRAMING.contains(field.squeezedName());
  }

  /** Whether the field imitates one that frames a request, or tells who sent it. */
  static boolean isOfRequest(FieldLine field) {
    if (!field.isOdd()) {
      return false;
    }
    String name = field.squeezedName();
    for (String family : REQUEST_FAMILIES) {
      if (name.startsWith(family)) {
        return true;
      }
    }
    return REQUEST.contains(name) || FRAMING.contains(name);
  }
}
