package io.canaryrouter.testing;

import java.io.IOException;
import java.io.OutputStream;

/** Lets a number of bytes pass, and does something before the next one. */
final class StoppingOutput extends OutputStream {
  /** What is done at the stop. */
  interface Action {
    void run() throws IOException;
  }

  private final OutputStream out;
  private final long every;
  private final Action action;
  private long untilStop;

  private StoppingOutput(OutputStream out, long untilStop, long every, Action action) {
    this.out = out;
    this.untilStop = untilStop;
    this.every = every;
    this.action = action;
  }

  /** Stops once, before the byte number {@code bytes}, counted from 0. */
  static StoppingOutput once(OutputStream out, long bytes, Action action) {
    return new StoppingOutput(out, bytes, Long.MAX_VALUE, action);
  }

  /** Stops before each byte. */
  static StoppingOutput always(OutputStream out, Action action) {
    return new StoppingOutput(out, 0, 1, action);
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (untilStop == 0) {
        action.run();
        untilStop = every;
      }
      int count = (int) Math.min(untilStop, end - from);
      out.write(bytes, from, count);
      out.flush();
      from += count;
      untilStop -= count;
    }
  }
}
