package io.canaryrouter.split;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The arithmetic of the split, a pure function of salt and key.
 *
 * <p>{@code bucket = first 8 bytes of SHA-256(salt + ":" + key)}, unsigned big-endian, modulo
 * 10,000; an empty salt drops the colon. The rank is the bucket's four decimal digits reversed, so
 * that the first tenth of the ranks is exactly "bucket modulo 10 is 0", the first hundredth "bucket
 * modulo 100 is 0", and each larger weight contains every smaller one.
 *
 * <p>Thread safety: every method may be called from any thread; the digest is per thread.
 */
public final class Bucket {
  /** Number of buckets, and of ranks. */
  public static final int COUNT = 10_000;

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(() -> {
        try {
          return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
          throw new IllegalStateException("every Java platform has SHA-256", e);
        }
      });

  private Bucket() {}

  /** The bucket of a key, 0 to 9,999. */
  public static int of(String salt, String key) {
    return of(hash(salt, key));
  }

  /** The bucket of a hash, 0 to 9,999. */
  public static int of(long hash) {
    return (int) Long.remainderUnsigned(hash, COUNT);
  }

  /** The first 8 bytes of a key's SHA-256, to be read as unsigned. */
  public static long hash(String salt, String key) {
    String text = salt.isEmpty() ? key : salt + ":" + key;
    byte[] digest = SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong();
  }

  /** The bucket's four decimal digits reversed: 2637 becomes 7362, 6 becomes 6000. */
  public static int rank(int bucket) {
    return bucket % 10 * 1_000 + bucket / 10 % 10 * 100 + bucket / 100 % 10 * 10 + bucket / 1_000;
  }
}
