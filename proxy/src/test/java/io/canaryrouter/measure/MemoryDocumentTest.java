package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/metrics.md says what the windows take; this holds the number to the code. */
class MemoryDocumentTest {
  private static final double MIB = 1 << 20;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long HOURS = 48;
  private static final long FULL = TimeUnit.HOURS.toSeconds(HOURS);

  @ParameterizedTest
  @ValueSource(ints = {4, 34})
  void windowsThatAreFullTakeWhatIsWritten(int routes) throws IOException {
    Ledger ledger = new Ledger(0, 0, minutes -> {});
    ledger.epoch(0, 1, Weight.parse("10%"));
    for (long hour = 0; hour < HOURS - 1; hour++) {
      record(ledger, TimeUnit.HOURS.toSeconds(hour), routes);
    }
    for (long minute = 1; minute < 60; minute++) {
      record(ledger, FULL - TimeUnit.MINUTES.toSeconds(60 - minute) - 60, routes);
    }
    for (long second = 59; second >= 0; second--) {
      record(ledger, FULL - second, routes);
    }
    double mebibytes = Footprint.of(ledger) / MIB;
    assertThat(mebibytes).isBetween(0.8 * written(routes), 1.05 * written(routes));
  }

  private static double written(int routes) throws IOException {
    String page = Files.readString(Path.of("../docs/metrics.md")).replaceAll("\\s+", " ");
    Matcher number = Pattern.compile("([0-9.]+) MiB with " + routes + "( routes)?,").matcher(page);
    assertThat(number.find()).as("the page computes it for " + routes + " routes").isTrue();
    return Double.parseDouble(number.group(1));
  }

  /** Of each route and stack a quick and a slow request, with users enough for every register. */
  private static void record(Ledger ledger, long second, int routes) {
    for (int route = 0; route < routes; route++) {
      for (Stack stack : Stack.values()) {
        for (long latency : List.of(2_000_000L, 2_000_000_000L)) {
          ledger.record(
              new Sample(
                  second * SECOND,
                  1,
                  stack,
                  Outcome.OK,
                  200,
                  false,
                  true,
                  second + route + 1,
                  latency,
                  "route-" + route));
        }
      }
    }
    ledger.tick(second * SECOND);
  }
}
