package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a route's users are bet at: green's part of its requests, and never less than its weight.
 */
class ExposureTest {
  private static final Weight HALF = new Weight(5_000);

  private final Exposure exposure = new Exposure();

  private void record(int green, int blue) {
    for (int i = 0; i < green; i++) {
      exposure.record(Stack.GREEN);
    }
    for (int i = 0; i < blue; i++) {
      exposure.record(Stack.BLUE);
    }
  }

  @Test
  void aRouteThatGreenAsksForMoreOftenIsBetAtItsPart() {
    record(2_000, 1_000);
    assertThat(exposure.at(HALF).ratio()).isBetween(0.66, 0.67);
  }

  @Test
  void aRouteThatGreenAsksForLessOftenIsBetAtTheWeight() {
    record(1_000, 2_000);
    assertThat(exposure.at(HALF)).isEqualTo(HALF);
  }

  @Test
  void aFewRequestsHardlyMoveIt() {
    record(2, 0);
    assertThat(exposure.at(HALF).ratio()).isBetween(0.5, 0.55);
    assertThat(exposure.at(new Weight(100)).ratio()).isBetween(0.09, 0.11);
  }

  @Test
  void greenAloneIsNeverCertain() {
    record(1_000_000, 0);
    assertThat(exposure.at(new Weight(9_999))).isNotEqualTo(Weight.ALL);
  }

  @Test
  void halfOfItIsForgottenInTenMinutes() {
    record(2_000, 0);
    for (int i = 1; i <= 100; i++) {
      exposure.tick(TimeUnit.MINUTES.toNanos(i));
    }
    assertThat(exposure.at(HALF).ratio()).isBetween(0.5, 0.55);
    exposure.tick(0);
    record(0, 10);
    assertThat(exposure.at(HALF)).isEqualTo(HALF);
  }

  @Test
  void itGoesOnWhereItWasWrittenAndRefusesWhatIsNoNumber() throws IOException {
    record(2_000, 1_000);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    exposure.writeTo(new DataOutputStream(written));
    Exposure next = new Exposure();
    next.readFrom(in(written.toByteArray()), 5);
    assertThat(next.at(HALF)).isEqualTo(exposure.at(HALF));
    byte[] damaged = new byte[16];
    damaged[0] = -1;
    assertThatIOException().isThrownBy(() -> next.readFrom(in(damaged), 5));
    assertThat(next.at(HALF)).isEqualTo(HALF);
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
