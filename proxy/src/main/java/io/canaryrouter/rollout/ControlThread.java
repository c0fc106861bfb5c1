package io.canaryrouter.rollout;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of the control plane: takes a turn every {@value #TURN_MILLIS} ms, after each
 * command that other threads send it, and when it is told to {@link #hurry}. It does no I/O but log
 * lines.
 *
 * <p>No error ends it. One that repeats at each turn stops the heartbeat, and then the splitter
 * sends everyone to blue.
 */
public final class ControlThread implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);
  private static final long TURN_MILLIS = 50;
  private static final int MAX_WAITING = 256;

  /** Turns that may be hurried until there is one that was not. */
  private static final int MAX_HURRIED = 16;

  private static final long JOIN_MILLIS = 2_000;

  private final Control control;
  private final Inbox inbox;
  private final BlockingQueue<Runnable> commands = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Semaphore calls = new Semaphore(0);
  private final AtomicInteger mayHurry = new AtomicInteger(MAX_HURRIED);
  private final long turnMillis;
  private final Thread thread = new Thread(this::run, "control");
  private volatile boolean isClosed;

  /** A thread for this control and its inbox; {@link #start} starts it. */
  public ControlThread(Control control, Inbox inbox) {
    this(control, inbox, TURN_MILLIS);
  }

  ControlThread(Control control, Inbox inbox, long turnMillis) {
    this.control = control;
    this.inbox = inbox;
    this.turnMillis = turnMillis;
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
    calls.release();
  }

  /**
   * Has the next turn taken now. Never waits, and a flood of calls costs no more than {@value
   * #MAX_HURRIED} turns for each regular one; any thread.
   */
  public void hurry() {
    if (mayHurry.get() > 0 && mayHurry.getAndDecrement() > 0) {
      calls.release();
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
        if (!calls.tryAcquire(turnMillis, TimeUnit.MILLISECONDS)) {
          mayHurry.set(MAX_HURRIED);
        }
        Runnable command = commands.poll();
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
