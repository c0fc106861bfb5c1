package io.canaryrouter.store;

import io.canaryrouter.store.StoreException.Kind;
import io.lettuce.core.RedisCommandExecutionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What went wrong with a Redis, as a sentence that says what to do. */
final class RedisFailure {
  private static final String WRONG_TYPE = "WRONGTYPE";

  /** By the first word of what Redis answers. */
  private static final Map<String, String> ANSWERS =
      Map.of(
          "OOM", "it is full: give it more memory; what it holds is as it was",
          "READONLY", "it is a read-only replica: name the primary",
          "NOAUTH", "it wants a password: write redis://:password@host",
          "WRONGPASS", "it refuses user or password: mend them in the URL",
          "NOPERM",
              "its user lacks permissions: allow EVAL, INFO, hashes, lists and the channel of canary:*",
          "LOADING", "it has just started and reads its data: it is asked again",
          "MISCONF", "it cannot save to its disk and takes no writes: see its log",
          "MOVED", "it is one node of a cluster: name a Redis that holds all keys",
          "max", "it has as many clients as it takes: raise its maxclients");

  private RedisFailure() {}

  /**
   * What failed as an exception of a store.
   *
   * @param where the Redis, for people
   */
  static StoreException of(Throwable failure, String where) {
    Throwable root = root(failure);
    String said = String.valueOf(root.getMessage());
    if (root instanceof RedisCommandExecutionException && said.startsWith(WRONG_TYPE)) {
      return Envelope.damaged(where, "its key holds something else");
    }
    String why = whyByChain(failure, said).orElseGet(() -> why(root, said));
    return new StoreException(
        Kind.UNREACHABLE, "the state in " + where + " cannot be reached: " + why, failure);
  }

  /**
   * What is told by a cause in the midst: resolvers and certificates differ in what is the last.
   */
  private static Optional<String> whyByChain(Throwable failure, String said) {
    if (isCausedBy(failure, UnknownHostException.class)) {
      return Optional.of("the name of its host is unknown");
    }
    if (isCausedBy(failure, GeneralSecurityException.class)) {
      return Optional.of(
          "its certificate is refused ("
              + printable(said)
              + "): it must name this host, and its authority must be one that the JVM trusts");
    }
    return Optional.empty();
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable next = failure; next != null; next = next.getCause()) {
      if (type.isInstance(next)) {
        return true;
      }
    }
    return false;
  }

  private static String why(Throwable root, String said) {
    if (root instanceof RedisCommandExecutionException) {
      return answer(said);
    }
    if (root instanceof TimeoutException) {
      return "no answer in time: is it overloaded, or out of reach?";
    }
    if (root instanceof ConnectException) {
      return "nobody listens there: is it running?";
    }
    if (root instanceof SSLException) {
      return "TLS failed (" + printable(said) + "): redis:// is without, rediss:// with TLS";
    }
    return printable(said);
  }

  private static String answer(String said) {
    String word = said.split(" ", 2)[0];
    String known = ANSWERS.get(word.startsWith("-") ? word.substring(1) : word);
    if (known != null) {
      return known;
    }
    return said.contains("AUTH") || said.contains("invalid password")
        ? ANSWERS.get("WRONGPASS") + " (" + printable(said) + ")"
        : "it answered " + printable(said);
  }

  /** Whether another connection may reach another server, or the same one in another mood. */
  static boolean endsConnection(Throwable failure) {
    Throwable root = root(failure);
    return !(root instanceof RedisCommandExecutionException)
        || String.valueOf(root.getMessage()).startsWith("READONLY");
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (Throwable next = root; next != null; next = next.getCause()) {
      root = next;
    }
    return root;
  }

  private static String printable(String said) {
    String text = said.replaceAll("[^ -~]", "?");
    return text.length() > 200 ? text.substring(0, 200) : text;
  }
}
