package io.canaryrouter.store;

import io.canaryrouter.store.StoreException.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a store does everything, so that its callers wait only as long as they
 * were promised, whatever a disk or a server does meanwhile.
 *
 * <p>Thread safety: any thread may call; at most {@value #MOST_WAITING} calls wait at a time, the
 * next ones fail at once.
 */
final class StoreThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);
  private static final int MOST_WAITING = 64;

  /** Whoever waits for the first thing done waits for classes to be loaded as well. */
  private static final long FIRST_PATIENCE_MILLIS = 10_000;

  /** What a call is for; each fails and recovers by itself. */
  enum Act {
    READ("read"),
    WRITE("written"),
    JOURNAL("kept as a journal"),
    BYTES("kept with what stands beside it");

    private final String participle;

    Act(String participle) {
      this.participle = participle;
    }
  }

  private final String where;
  private final long patienceMillis;
  private final ScheduledThreadPoolExecutor executor;
  private final Semaphore places = new Semaphore(MOST_WAITING);
  private final Map<Act, Trouble> troubles = new EnumMap<>(Act.class);
  private volatile boolean isWarm;

  /**
   * A thread that starts with the first call.
   *
   * @param where what the store is, for people; without a secret
   * @param patienceMillis longest wait of a caller, but of the first
   */
  StoreThread(String where, long patienceMillis) {
    this.where = where;
    this.patienceMillis = patienceMillis;
    executor = new ScheduledThreadPoolExecutor(1, StoreThread::daemon);
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    for (Act act : Act.values()) {
      troubles.put(act, new Trouble(where, act.participle));
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "state-store");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Does something on the thread and waits for it. What takes too long is interrupted.
   *
   * @throws StoreException what the work threw, or that it took too long
   */
  <T> T call(Act act, Callable<T> work) throws StoreException {
    Trouble trouble = trouble(act);
    try {
      T result = call(work);
      trouble.isOver();
      return result;
    } catch (StoreException e) {
      trouble.is(e);
      throw e;
    }
  }

  private Trouble trouble(Act act) {
    return Objects.requireNonNull(troubles.get(act));
  }

  private <T> T call(Callable<T> work) throws StoreException {
    if (!places.tryAcquire()) {
      throw unreachable(MOST_WAITING + " calls are waiting for it already");
    }
    try {
      return await(executor.submit(work));
    } catch (RejectedExecutionException e) {
      throw unreachable("the router is ending");
    } finally {
      places.release();
    }
  }

  private <T> T await(Future<T> answer) throws StoreException {
    long patience = isWarm ? patienceMillis : FIRST_PATIENCE_MILLIS;
    try {
      return answer.get(patience, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unreachable("no answer within " + patience + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("the wait for it was interrupted");
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      isWarm = true;
      answer.cancel(true);
    }
  }

  private static StoreException failure(ExecutionException e) {
    if (e.getCause() instanceof StoreException known) {
      // Of another thread: its trace says where it happened, this one's who asked.
      return new StoreException(known.kind(), String.valueOf(known.getMessage()), known);
    }
    if (e.getCause() instanceof RuntimeException bug) {
      throw bug;
    }
    throw new IllegalStateException("a store failed by an error of its own", e.getCause());
  }

  private StoreException unreachable(String why) {
    return new StoreException(
        Kind.UNREACHABLE, "the state in " + where + " cannot be reached: " + why);
  }

  /** Does something on the thread each second, from now on; nobody waits for it. */
  void everySecond(Callable<?> work) {
    executor.scheduleWithFixedDelay(() -> watched(work), 0, 1, TimeUnit.SECONDS);
  }

  /** Does something on the thread soon; nobody waits for it. */
  void soon(Callable<?> work) {
    try {
      executor.execute(() -> watched(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("The store is closed", e);
    }
  }

  /** A failure is told and must not end the schedule. */
  private void watched(Callable<?> work) {
    Trouble trouble = trouble(Act.READ);
    try {
      work.call();
      trouble.isOver();
    } catch (StoreException e) {
      trouble.is(e);
    } catch (Exception e) {
      LOG.error("Watching the state in {} failed by an error of its own", where, e);
    } finally {
      isWarm = true;
    }
  }

  /** Ends: nothing is done from now on, and who waits gets an exception. */
  @Override
  public void close() {
    for (Runnable waiting : executor.shutdownNow()) {
      if (waiting instanceof Future<?> abandoned) {
        abandoned.cancel(false);
      }
    }
  }

  /** Does a last thing on the thread, waits for it as long as for any, and ends. */
  void closeAfter(Runnable last) {
    try {
      executor.submit(last).get(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | TimeoutException | ExecutionException e) {
      LOG.debug("The store did not end in order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }
}
