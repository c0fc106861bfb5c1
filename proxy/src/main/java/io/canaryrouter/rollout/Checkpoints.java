package io.canaryrouter.rollout;

import io.canaryrouter.split.Weight;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the judge's evidence to the next process, each minute and at the end, and gives the judge
 * that of the process before.
 *
 * <p>It is given once, when it is known to be about the same: a stack that had named its build must
 * have named it again. As long as that is open, nothing is written over it. Of several processes
 * with one store the last to write is the one that is remembered.
 *
 * <p>Owned by the control thread. Cost: some milliseconds each minute; compressing and writing are
 * the keeper's.
 */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Longer than a deploy takes; who is away for longer cannot say what the stacks are now. */
  private static final long MOST_AGE_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final Keeper keeper;
  private final Watch watch;
  private final Clocks clocks;
  private long dueNanos;
  private boolean isAsking;
  private @Nullable Checkpoint before;

  Checkpoints(Keeper keeper, Watch watch, Clocks clocks) {
    this.keeper = keeper;
    this.watch = watch;
    this.clocks = clocks;
    putOff();
  }

  /** Asks the store what the process before has left. */
  void recall() {
    putOff();
    isAsking = true;
    keeper
        .evidence()
        .thenAccept(found -> {
          isAsking = false;
          before = found.orElse(null);
          putOff();
        });
  }

  private void putOff() {
    dueNanos = clocks.nanos().getAsLong() + EVERY_NANOS;
  }

  /**
   * Lets a second pass.
   *
   * @param subject what the judge judges now
   * @param green its weight
   */
  void tick(Subject subject, Weight green) {
    boolean isDue = clocks.nanos().getAsLong() - dueNanos >= 0;
    Checkpoint found = before;
    if (found != null) {
      resume(found, subject, green, isDue);
    } else if (isDue) {
      save(subject);
    }
  }

  /** Leaves what is known to the next process; not while something better may lie there. */
  void save(Subject subject) {
    if (isAsking || before != null) {
      return;
    }
    putOff();
    byte[] evidence = watch.evidence();
    if (evidence.length > 0) {
      keeper.keep(new Checkpoint(clocks.epochMillis().getAsLong(), subject, evidence));
    }
  }

  private void resume(Checkpoint found, Subject subject, Weight green, boolean isDue) {
    String difference = found.subject().differenceFrom(subject);
    String unnamed = found.subject().unnamed(subject);
    long age = clocks.epochMillis().getAsLong() - found.atEpochMillis();
    if (age > MOST_AGE_MILLIS || age < -MOST_AGE_MILLIS) {
      beginAnew("it is of " + Instant.ofEpochMilli(found.atEpochMillis()));
    } else if (difference != null) {
      beginAnew(difference);
    } else if (unnamed == null) {
      hand(found, green);
    } else if (isDue) {
      beginAnew(unnamed + " does not name its build any more");
    }
  }

  private void hand(Checkpoint found, Weight green) {
    before = null;
    try {
      watch.resume(found.evidence(), clocks.nanos().getAsLong(), green);
      LOG.info(
          "the judge goes on with the evidence of {}", Instant.ofEpochMilli(found.atEpochMillis()));
    } catch (IOException e) {
      beginAnew(String.valueOf(e.getMessage()));
    }
  }

  private void beginAnew(String why) {
    before = null;
    LOG.warn("the judge begins anew, without the evidence of the process before: {}", why);
  }
}
