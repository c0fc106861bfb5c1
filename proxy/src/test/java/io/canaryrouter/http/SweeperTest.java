package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweeperTest {
  private final Sweeper sweeper = new Sweeper();

  @Test
  void anErrorInOneCheckKeepsNoOtherDeadlineFromBeingSeen() {
    List<Long> checked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      sweeper.watch(now -> {
        checked.add(now);
        throw new IllegalStateException("a test's error");
      });
    }
    sweeper.sweep(5);
    assertThat(checked).hasSize(8).containsOnly(5L);
  }
}
