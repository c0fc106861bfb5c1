package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.canaryrouter.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Evidence as it lies in a store. */
class CheckpointTest {
  private static final Subject SUBJECT =
      new Subject(
          4,
          "winter",
          new Basis.Target("blue:3000", "7.1"),
          new Basis.Target("green:3000", "8.1"),
          "",
          "a1b2c3");

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void itComesBackAsItWasWritten() throws IOException {
    for (int length : new int[] {0, 1, 1_000, 3_000_000}) {
      Checkpoint read =
          Checkpoint.fromBytes(
              new Checkpoint(1_795_392_000_000L, SUBJECT, random(length)).toBytes());
      assertThat(read.atEpochMillis()).isEqualTo(1_795_392_000_000L);
      assertThat(read.subject()).isEqualTo(SUBJECT);
      assertThat(Arrays.equals(read.evidence().readAllBytes(), random(length))).isTrue();
    }
  }

  @Test
  void emptySetsTakeNextToNothing() throws IOException {
    assertThat(new Checkpoint(1, SUBJECT, new byte[1 << 20]).toBytes().length).isLessThan(2_000);
  }

  @Test
  void whatWasCutOrChangedIsNeverTaken() throws IOException {
    byte[] written = new Checkpoint(1, SUBJECT, random(2_000)).toBytes();
    Seeds.rounds(
        500,
        random -> {
          byte[] cut = Arrays.copyOf(written, random.nextInt(written.length));
          assertThat(catchThrowable(() -> Checkpoint.fromBytes(cut)))
              .isInstanceOf(IOException.class);
          byte[] changed = written.clone();
          // The head of the format's own ten bytes holds a time and a system that nobody reads.
          int at = 10 + random.nextInt(written.length - 10);
          changed[at] ^= (byte) (1 << random.nextInt(8));
          assertIsRefusedOrTheSame(changed);
          byte[] garbage = random(random.nextInt(100));
          assertThat(catchThrowable(() -> Checkpoint.fromBytes(garbage)))
              .isInstanceOf(IOException.class);
        });
  }

  /** A few bits of the compressed form fill up a byte, and mean nothing. */
  private static void assertIsRefusedOrTheSame(byte[] changed) throws IOException {
    Checkpoint read;
    try {
      read = Checkpoint.fromBytes(changed);
    } catch (IOException e) {
      return;
    }
    assertThat(read.evidence().readAllBytes()).isEqualTo(random(2_000));
    assertThat(read.subject()).isEqualTo(SUBJECT);
    assertThat(read.atEpochMillis()).isOne();
  }

  @Test
  void whatAnotherVersionWroteAndWhatClaimsToBeHugeIsRefusedInASentence() throws IOException {
    assertThatThrownBy(() -> Checkpoint.fromBytes(compressed(7, 0)))
        .hasMessage("another version of the router has written it");
    assertThatThrownBy(() -> Checkpoint.fromBytes(compressed(0xca4a_0001, Integer.MAX_VALUE)))
        .hasMessage("it claims to hold 2147483647 bytes");
    assertThatThrownBy(() -> Checkpoint.fromBytes(compressed(0xca4a_0001, 1_000)))
        .hasMessageContaining("cut off");
  }

  private static byte[] compressed(int format, int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(format);
      out.writeLong(1);
      SUBJECT.writeTo(out);
      out.writeInt(length);
      out.write(new byte[10]);
    }
    return bytes.toByteArray();
  }
}
