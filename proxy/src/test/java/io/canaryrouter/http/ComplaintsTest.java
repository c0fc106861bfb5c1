package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  private final Complaints complaints = new Complaints();
  private final List<String> lines = new ArrayList<>();

  @Test
  void oneLineASecondIsWrittenAndTellsHowManyWereNot() {
    long second = TimeUnit.SECONDS.toNanos(1);
    for (int i = 0; i < 2_000; i++) {
      complaints.tell(Long.MAX_VALUE - second + i, end -> lines.add("bad answer" + end));
    }
    complaints.tell(Long.MAX_VALUE, end -> lines.add("bad answer" + end));
    complaints.tell(Long.MIN_VALUE + second, end -> lines.add("bad answer" + end));
    assertThat(lines)
        .containsExactly(
            "bad answer",
            "bad answer (1999 such lines before this one were left out)",
            "bad answer");
  }
}
