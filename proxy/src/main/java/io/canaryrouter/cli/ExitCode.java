package io.canaryrouter.cli;

/** What a script learns from a verb that talks to a router. */
final class ExitCode {
  static final int DONE = 0;

  /** The router said no; for {@code check --strict} there were warnings. */
  static final int REFUSED = 1;

  /** The command line or the configuration is wrong. */
  static final int USAGE = 2;

  /** The router took the question and gave no answer in time. */
  static final int TIMEOUT = 3;

  /** No router is there. */
  static final int UNREACHABLE = 4;

  private ExitCode() {}
}
