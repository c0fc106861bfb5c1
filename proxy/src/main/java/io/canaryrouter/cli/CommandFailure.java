package io.canaryrouter.cli;

/** Ends a command with a sentence for the user and an {@link ExitCode}. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  CommandFailure(int exitCode, String sentence) {
    // It is an answer and no fault of the program, so nobody needs its stack trace.
    super(sentence, null, false, false);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
