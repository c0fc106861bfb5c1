package io.canaryrouter.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The content of a message: its first mebibyte, and the length and CRC-32 of all of it.
 *
 * <p>Thread safety: confined to the thread that reads the message until that ended.
 */
final class Body {
  private static final int KEPT_BYTES = 1 << 20;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CRC32 checksum = new CRC32();
  private long length;

  void add(byte[] bytes, int count) {
    kept.write(bytes, 0, Math.min(count, KEPT_BYTES - kept.size()));
    checksum.update(bytes, 0, count);
    length += count;
  }

  String text() {
    return kept.toString(StandardCharsets.ISO_8859_1);
  }

  long length() {
    return length;
  }

  long crc32() {
    return checksum.getValue();
  }
}
