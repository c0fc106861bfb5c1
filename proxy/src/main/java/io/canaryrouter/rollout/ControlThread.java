package io.canaryrouter.rollout;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of the control plane: takes a turn every {@value #TURN_MILLIS} ms, and after each
 * command that other threads send it. It does no I/O but log lines.
 *
 * <p>No error ends it. One that repeats at each turn stops the heartbeat, and then the splitter
 * sends everyone to blue.
 */
public final class ControlThread implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);
  private static final long TURN_MILLIS = 50;
  private static final int MAX_WAITING = 256;
  private static final long JOIN_MILLIS = 2_000;

  private final Control control;
  private final Inbox inbox;
  private final BlockingQueue<Runnable> commands = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread = new Thread(this::run, "control");
  private volatile boolean isClosed;

  /** A thread for this control and its inbox; {@link #start} starts it. */
  public ControlThread(Control control, Inbox inbox) {
    this.control = control;
    this.inbox = inbox;
    thread.setDaemon(true);
  }

  /** Starts it, once. */
  public void start() {
    thread.start();
  }

  /**
   * Runs a command on the thread.
   *
   * @throws RejectedExecutionException when {@value #MAX_WAITING} are waiting, or after the end
   */
  @Override
  public void execute(Runnable command) {
    if (isClosed || !commands.offer(command)) {
      throw new RejectedExecutionException("the control thread has no room for another command");
    }
  }

  /** Ends it and waits for its last turn. */
  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosed) {
      try {
        Runnable command = commands.poll(TURN_MILLIS, TimeUnit.MILLISECONDS);
        if (command != null) {
          command.run();
        }
        inbox.drain();
        control.turn();
      } catch (InterruptedException e) {
        // Only close() interrupts; the loop's condition ends it.
        LOG.debug("The control thread ends");
      } catch (Throwable e) {
        LOG.error("The control thread caught an error and goes on", e);
      }
    }
    end();
  }

  private void end() {
    try {
      control.end();
    } catch (RuntimeException e) {
      LOG.error("The control thread could not leave its evidence to the next process", e);
    }
  }
}
