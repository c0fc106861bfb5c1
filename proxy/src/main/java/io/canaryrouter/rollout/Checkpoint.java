package io.canaryrouter.rollout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The judge's evidence as one process leaves it to the next, with what it is about and when it was
 * written, by the wall clock: monotonic times of two processes have nothing in common.
 *
 * <p>As bytes it is compressed and has a checksum. It holds no key, token or request, nor a hash
 * that one could be told by. Immutable; nobody changes the array.
 */
final class Checkpoint {
  /** What this format begins with; another version begins with something else. */
  private static final int FORMAT = 0xca4a_0001;

  /** Nothing that a judge writes is longer. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final long atEpochMillis;
  private final Subject subject;
  private final byte[] evidence;

  Checkpoint(long atEpochMillis, Subject subject, byte[] evidence) {
    this.atEpochMillis = atEpochMillis;
    this.subject = subject;
    this.evidence = evidence;
  }

  long atEpochMillis() {
    return atEpochMillis;
  }

  Subject subject() {
    return subject;
  }

  /** What the judge wrote. */
  DataInputStream evidence() {
    return new DataInputStream(new ByteArrayInputStream(evidence));
  }

  /** Some hundredths of a second's work; not for the control thread. */
  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(FORMAT);
      out.writeLong(atEpochMillis);
      subject.writeTo(out);
      out.writeInt(evidence.length);
      out.write(evidence);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} wrote, however large it claims to be.
   *
   * @throws IOException with a sentence when it is none
   */
  static Checkpoint fromBytes(byte[] bytes) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
      if (in.readInt() != FORMAT) {
        throw new IOException("another version of the router has written it");
      }
      long atEpochMillis = in.readLong();
      Subject subject = Subject.readFrom(in);
      int length = in.readInt();
      if (length < 0 || length > MOST_BYTES) {
        throw new IOException("it claims to hold " + length + " bytes");
      }
      byte[] evidence = in.readNBytes(length);
      // Only at the end is the checksum looked at.
      if (evidence.length < length || in.read() >= 0) {
        throw new IOException("it is cut off, or something follows it");
      }
      return new Checkpoint(atEpochMillis, subject, evidence);
    } catch (EOFException e) {
      throw new IOException("it is cut off", e);
    }
  }
}
