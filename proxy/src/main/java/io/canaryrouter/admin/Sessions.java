package io.canaryrouter.admin;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has signed in with a browser. A session ends {@link #LIFETIME} after its begin, or {@link
 * #IDLE} after its last use.
 *
 * <p>Thread-safe. In memory only: a restart signs everybody out. What is kept of an id is its
 * digest. Memory: {@value #MOST} sessions; one more ends the one that was used longest ago.
 */
final class Sessions {
  static final Duration LIFETIME = Duration.ofHours(12);
  static final Duration IDLE = Duration.ofHours(1);
  static final int MOST = 256;
  private static final int ID_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanoClock;
  private final Map<String, Session> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MOST;
        }
      };

  private record Session(AdminToken token, long begunNanos, long usedNanos) {
    boolean isOver(long now) {
      return now - begunNanos >= LIFETIME.toNanos() || now - usedNanos >= IDLE.toNanos();
    }
  }

  Sessions(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Begins a session; its id is known to nobody else. */
  synchronized String open(AdminToken token) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    long now = nanoClock.getAsLong();
    sessions.put(key(id), new Session(token, now, now));
    return id;
  }

  /** The token that a session was opened with, or null when there is none; counts as a use. */
  synchronized @Nullable AdminToken use(String id) {
    String key = key(id);
    Session session = sessions.get(key);
    long now = nanoClock.getAsLong();
    if (session == null || session.isOver(now)) {
      sessions.remove(key);
      return null;
    }
    sessions.put(key, new Session(session.token(), session.begunNanos(), now));
    return session.token();
  }

  /** Ends a session. */
  synchronized void close(String id) {
    sessions.remove(key(id));
  }

  /** By its digest a session is found in a time that says nothing of any id. */
  private static String key(String id) {
    return HexFormat.of().formatHex(Digest.of(id));
  }
}
