package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.canaryrouter.judge.Evidence;
import io.canaryrouter.judge.Evidence.Arm;
import io.canaryrouter.judge.Quantiles;
import io.canaryrouter.judge.Verdict;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the process's log tells of verdicts. */
class VerdictLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(VerdictLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final VerdictLog log = new VerdictLog();

  @BeforeEach
  void watch() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void eachChangeOfLevelIsOneLineWithTheSentenceAndTheFigures() {
    Evidence evidence =
        new Evidence(
            6.5,
            6,
            new Arm(800, 12, 8, 7, Quantiles.NONE),
            new Arm(7_000, 0, 0, 0, new Quantiles(0.045, 0.143, 0.259)));
    log.tell(new Verdict(Verdict.Level.CRITICAL, "error_rate", "8 of the 8 users {}", evidence));
    assertThat(lines.list).hasSize(1);
    ILoggingEvent line = lines.list.get(0);
    assertThat(line.getLevel()).isEqualTo(Level.WARN);
    assertThat(line.getFormattedMessage())
        .isEqualTo("the verdict is critical (error_rate): 8 of the 8 users {}");
    assertThat(fields(line))
        .containsOnly(
            Map.entry("verdict", "critical"),
            Map.entry("verdict_before", "inconclusive"),
            Map.entry("reason", "error_rate"),
            Map.entry("evidence_log10", 6.5),
            Map.entry("evidence_log10_needed", 6.0),
            Map.entry("green_requests", 800L),
            Map.entry("green_affected", 12L),
            Map.entry("green_users", 8L),
            Map.entry("green_verified_users", 7L),
            Map.entry("blue_requests", 7_000L),
            Map.entry("blue_affected", 0L),
            Map.entry("blue_users", 0L),
            Map.entry("blue_verified_users", 0L),
            Map.entry("blue_p50_seconds", 0.045),
            Map.entry("blue_p95_seconds", 0.143),
            Map.entry("blue_p99_seconds", 0.259));
  }

  private static Map<String, Object> fields(ILoggingEvent line) {
    return line.getKeyValuePairs().stream()
        .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
  }

  @Test
  void aLevelThatStaysAndTheStartAreNoNews() {
    log.tell(new Verdict(Verdict.Level.INCONCLUSIVE, "run", "green has no users"));
    log.tell(new Verdict(Verdict.Level.OK, "error_rate", "green 0 of 100"));
    log.tell(new Verdict(Verdict.Level.OK, "error_rate", "green 0 of 101"));
    log.tell(new Verdict(Verdict.Level.INCONCLUSIVE, "lost", "samples were lost"));
    assertThat(lines.list)
        .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
        .containsExactly(
            "INFO the verdict is ok (error_rate): green 0 of 100",
            "INFO the verdict is inconclusive (lost): samples were lost");
  }
}
