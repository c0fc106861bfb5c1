package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * A random request head with an adversarial Connection field.
 *
 * @param request the request
 * @param mustGo lower-case names that must not be forwarded
 * @param mustStay lower-case names that must be
 */
record RandomHead(HttpRequest request, Set<String> mustGo, Set<String> mustStay) {
  private static final List<String> HOP_BY_HOP =
      List.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "upgrade",
          "http2-settings",
          "client-ip",
          "expect");
  private static final List<String> PROTECTED =
      List.of("authorization", "cookie", "host", "content-length", "transfer-encoding");
  private static final Set<String> SET_BY_THE_ROUTER =
      Set.of("x-forwarded-for", "x-forwarded-proto", "via", "x-request-id", "x-request-start");

  static RandomHead of(Random random) {
    HttpRequest request = RequestFixture.get();
    Set<String> mustGo = new LinkedHashSet<>(HOP_BY_HOP);
    Set<String> mustStay = new LinkedHashSet<>(SET_BY_THE_ROUTER);
    for (String name : HOP_BY_HOP) {
      if (random.nextBoolean() && !name.equals("connection")) {
        request.headers().add(casing(random, name), "x");
      }
    }
    for (String name : PROTECTED) {
      if (random.nextBoolean()) {
        request.headers().add(casing(random, name), "x");
        mustStay.add(name);
      }
    }
    for (int i = 0; i < 5; i++) {
      String name = "x-end-" + random.nextInt(10);
      request.headers().add(casing(random, name), "x");
      mustStay.add(name);
    }
    nameInConnection(random, request, mustGo, mustStay);
    return new RandomHead(request, mustGo, mustStay);
  }

  private static void nameInConnection(
      Random random, HttpRequest request, Set<String> mustGo, Set<String> mustStay) {
    for (int line = random.nextInt(3); line > 0; line--) {
      StringBuilder value = new StringBuilder();
      for (int i = random.nextInt(5); i > 0; i--) {
        String named = "x-named-" + random.nextInt(10);
        request.headers().add(casing(random, named), "x");
        mustGo.add(named);
        value.append(casing(random, named)).append(random.nextBoolean() ? "," : " ,\t, ");
      }
      for (String name : mustStay) {
        if (!name.startsWith("x-end-") && random.nextBoolean()) {
          value.append(casing(random, name)).append(", ");
        }
      }
      request.headers().add(casing(random, "connection"), value.append("close").toString());
    }
  }

  private static String casing(Random random, String name) {
    return switch (random.nextInt(3)) {
      case 0 -> name;
      case 1 -> name.toUpperCase(Locale.ROOT);
      default -> Character.toUpperCase(name.charAt(0)) + name.substring(1);
    };
  }
}
