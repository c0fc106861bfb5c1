package io.canaryrouter.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What came of running a verb with an environment of the test's own. */
record Ran(int exitCode, String out, String err) {
  static Ran canary(Map<String, String> environment, String... args) {
    return canary(environment, () -> false, (config, source) -> 0, args);
  }

  static Ran canary(
      Map<String, String> environment, BooleanSupplier nextSecond, Launch launch, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Shell shell =
        new Shell(
            "./canary",
            environment,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false,
            nextSecond);
    int exitCode = Main.run(shell, launch, args);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
