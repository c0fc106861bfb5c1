package io.canaryrouter.testing;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Apache's ab, as the load tests of a deployment plan run it. */
public final class ApacheBench {
  /** The lengths of the answers may differ, since they name their stack. */
  public static final String CLOSING = "-l";

  public static final String KEEPING_ALIVE = "-lk";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private ApacheBench() {}

  /**
   * What ab says of its requests.
   *
   * @param complete requests answered
   * @param keptAlive requests whose connection was kept
   * @param failed requests that were not answered as they should
   * @param notOk answers other than 2xx
   */
  public record Tally(int complete, int keptAlive, int failed, int notOk) {
    /** Nothing went wrong. */
    public static Tally perfect(int requests, String flags) {
      return new Tally(requests, flags.equals(KEEPING_ALIVE) ? requests : 0, 0, 0);
    }

    static Tally of(String report) {
      return new Tally(
          figure("Complete requests", report),
          figure("Keep-Alive requests", report),
          figure("Failed requests", report),
          figure("Non-2xx responses", report));
    }

    /** What ab does not tell did not happen. */
    private static int figure(String name, String report) {
      Matcher line = Pattern.compile(name + ": +([0-9]+)").matcher(report);
      return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }
  }

  /** Sends requests of one signed-in user; fails when ab itself gives up. */
  public static Tally run(String url, int requests, int connections, String flags) {
    return Tally.of(
        Commands.run(
                LIMIT,
                "ab",
                "-q",
                flags,
                "-s",
                "60",
                "-n",
                String.valueOf(requests),
                "-c",
                String.valueOf(connections),
                "-H",
                Tokens.authorization(1),
                url + "/api/v1/items")
            .orFail());
  }
}
