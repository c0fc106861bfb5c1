package io.canaryrouter.http;

import static io.canaryrouter.http.AccessFixture.EIGHTY_LINES;
import static io.canaryrouter.http.AccessFixture.MINUTE_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Stack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccessLogTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private long nowMillis;

  private AccessLog log(OutputStream out) {
    return new AccessLog(EIGHTY_LINES, out, () -> nowMillis);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void whatIsOfferedIsWrittenInOrder() {
    AccessLog log = log(written);
    log.offer(AccessFixture.ok(Stack.BLUE));
    log.offer(AccessFixture.rescued());
    assertThat(lines()).isEmpty();
    log.drain();
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).contains("\"stack\":\"blue\"");
    assertThat(lines().get(1)).contains("\"rescued\":true");
  }

  @Test
  void aFullMinuteIsToldInOneLineOfTheNext() {
    AccessLog log = log(written);
    for (int i = 0; i < 100; i++) {
      log.offer(AccessFixture.failed(Failure.RESPONSE_TIMEOUT));
    }
    log.drain();
    assertThat(lines()).hasSize(80);
    nowMillis += MINUTE_MILLIS;
    log.drain();
    log.drain();
    assertThat(lines()).hasSize(81);
    assertThat(lines().get(80))
        .isEqualTo(
            "{\"level\":\"warning\",\"ts\":\"1970-01-01T00:01:00.000Z\","
                + "\"msg\":\"access log shortened\",\"omitted\":0,\"omitted_important\":20,"
                + "\"overflowed\":0,\"lost\":0}");
  }

  @Test
  void whatWouldGetNoLineIsCountedWithoutAnEntryUntilTheMinuteIsOver() {
    AccessLog log = log(written);
    assertThat(log.skips(Outcome.OK, false, Stack.BLUE, 1)).isFalse();
    for (int i = 0; i < 80; i++) {
      log.offer(AccessFixture.failed(Failure.RESPONSE_TIMEOUT));
    }
    log.drain();
    assertThat(log.skips(Outcome.OK, false, Stack.BLUE, 1)).isTrue();
    assertThat(log.skips(Outcome.BAD_REQUEST, false, null, 1)).isTrue();
    assertThat(log.skips(Outcome.OK, false, Stack.GREEN, 1)).isFalse();
    assertThat(log.skips(Outcome.OK, true, Stack.BLUE, 1)).isFalse();
    assertThat(log.skips(Outcome.TIMEOUT, false, Stack.BLUE, 1)).isFalse();
    assertThat(log.skips(Outcome.OK, false, Stack.BLUE, 60_000_000_000L)).isFalse();
    nowMillis += MINUTE_MILLIS;
    log.drain();
    assertThat(lines().get(80)).contains("\"omitted\":2,\"omitted_important\":0");
    assertThat(log.skips(Outcome.OK, false, Stack.BLUE, 1)).isFalse();
  }

  @Test
  void aQuietMinuteIsToldByNothing() {
    AccessLog log = log(written);
    log.drain();
    nowMillis += MINUTE_MILLIS;
    log.drain();
    log.close();
    assertThat(lines()).isEmpty();
  }

  @Test
  void aWriterThatFallsBehindCostsLinesAndNothingElse() {
    AccessLog log = log(written);
    log.drain();
    for (int i = 0; i < AccessLog.CAPACITY + 5; i++) {
      log.offer(AccessFixture.rescued());
    }
    log.close();
    assertThat(lines()).hasSize(81);
    assertThat(lines().get(80))
        .contains("\"omitted_important\":" + (AccessLog.CAPACITY - 80), "\"overflowed\":5");
  }

  @Test
  void linesThatABrokenOutputLosesAreCountedAndTheNextOnesWritten() {
    boolean[] broken = {true};
    AccessLog log =
        log(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("only whole batches are written");
              }

              @Override
              public void write(byte[] bytes, int offset, int length) throws IOException {
                if (broken[0]) {
                  throw new IOException("no space left on device");
                }
                written.write(bytes, offset, length);
              }
            });
    log.offer(AccessFixture.ok(Stack.BLUE));
    log.offer(AccessFixture.ok(Stack.BLUE));
    log.drain();
    broken[0] = false;
    nowMillis += MINUTE_MILLIS;
    log.offer(AccessFixture.ok(Stack.BLUE));
    log.drain();
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).contains("\"lost\":2");
  }

  @Test
  void batchesAreWholeLinesThatAPipeTakesAtOnce() {
    AccessLog log =
        log(
            new ByteArrayOutputStream() {
              @Override
              public synchronized void write(byte[] bytes, int offset, int length) {
                assertThat(length).isLessThanOrEqualTo(LogOutput.MAX_BATCH_BYTES);
                assertThat(bytes[offset + length - 1]).isEqualTo((byte) '\n');
                written.write(bytes, offset, length);
              }
            });
    for (int i = 0; i < 80; i++) {
      log.offer(AccessFixture.rescued());
    }
    log.drain();
    assertThat(lines()).hasSize(80);
  }

  @Test
  void aLogThatIsSwitchedOffWritesNothing() {
    try (AccessLog log =
        AccessLog.start(new AccessLogSettings(false, 80, 1_000), written, () -> nowMillis)) {
      assertThat(log.isEnabled()).isFalse();
      log.offer(AccessFixture.ok(Stack.BLUE));
    }
    assertThat(lines()).isEmpty();
  }

  @Test
  void closingWritesWhatIsLeftAndIgnoresWhatComesLater() {
    AccessLog log = AccessLog.start(EIGHTY_LINES, written, () -> nowMillis);
    for (int i = 0; i < 40; i++) {
      log.offer(AccessFixture.ok(Stack.BLUE));
    }
    log.close();
    log.offer(AccessFixture.ok(Stack.BLUE));
    assertThat(lines()).hasSize(40);
  }

  @Test
  void anOutputThatBlocksHoldsUpNobodyWhoOffers() throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AccessLog log = AccessLog.start(EIGHTY_LINES, blocking(blocked, release), () -> nowMillis);
    log.offer(AccessFixture.ok(Stack.BLUE));
    assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 3 * AccessLog.CAPACITY; i++) {
      log.offer(AccessFixture.ok(Stack.BLUE));
    }
    release.countDown();
    log.close();
    assertThat(lines().get(lines().size() - 1))
        .contains("\"overflowed\":" + 2 * AccessLog.CAPACITY);
  }

  private OutputStream blocking(CountDownLatch blocked, CountDownLatch release) {
    return new ByteArrayOutputStream() {
      @Override
      public synchronized void write(byte[] bytes, int offset, int length) {
        blocked.countDown();
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        written.write(bytes, offset, length);
      }
    };
  }
}
