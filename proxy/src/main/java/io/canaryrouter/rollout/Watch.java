package io.canaryrouter.rollout;

import io.canaryrouter.judge.CriterionStatus;
import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.measure.Figures;
import io.canaryrouter.measure.Ledger;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.SampleRing;
import io.canaryrouter.measure.Window;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds what the ring brings to the books and to the judge.
 *
 * <p>Owned by the control thread. A judge that throws is not asked again until it is started anew;
 * until then the verdict is INCONCLUSIVE.
 */
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final long LEAST_HUNG_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int HUNG_FACTOR = 10;

  /** Most evidence is not much longer than this. */
  private static final int EVIDENCE_BYTES = 512 * 1024;

  private final SampleRing ring;
  private final Ledger ledger;
  private Judge judge;
  private long lostBefore;
  private long faults;
  private boolean isJudgeBroken;

  /** Watches the ring for a judge and for the books. */
  public Watch(SampleRing ring, Judge judge, Ledger ledger) {
    this.ring = ring;
    this.judge = judge;
    this.ledger = ledger;
  }

  void start(long nowNanos, Weight green) {
    isJudgeBroken = false;
    ask(() -> judge.start(nowNanos, green));
  }

  void setWeight(long nowNanos, Weight green) {
    if (isJudgeBroken) {
      start(nowNanos, green);
      return;
    }
    ask(() -> judge.setWeight(nowNanos, green));
  }

  /** The judge's evidence; nothing when it keeps none, or is broken. */
  byte[] evidence() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(EVIDENCE_BYTES);
    ask(() -> {
      try {
        judge.writeTo(new DataOutputStream(bytes));
      } catch (IOException e) {
        throw new UncheckedIOException("memory does not fail", e);
      }
    });
    return isJudgeBroken ? new byte[0] : bytes.toByteArray();
  }

  /**
   * Gives the judge the evidence of a process before.
   *
   * @throws IOException with a sentence when it cannot go on with it; then it has begun anew
   */
  void resume(DataInput evidence, long nowNanos, Weight green) throws IOException {
    if (isJudgeBroken) {
      throw new IOException("the judge has failed by an error of its own");
    }
    try {
      judge.readFrom(evidence, nowNanos);
    } catch (EOFException e) {
      throw new IOException("it is shorter than it should be", e);
    } catch (RuntimeException e) {
      fail(e);
      start(nowNanos, green);
      throw new IOException("the judge failed to read it, by an error of its own", e);
    }
  }

  /** Lets another judge take over; it knows nothing before {@link #start}. */
  void replace(Judge judge) {
    this.judge = judge;
  }

  /** Takes what has arrived; the judge sees the samples of this epoch only. */
  void drain(long nowNanos, SplitTable table) {
    ledger.epoch(nowNanos, table.epoch(), table.effective());
    ring.drain(sample -> take(sample, table.epoch()));
    long lost = ring.lost();
    if (lost > lostBefore) {
      long samples = lost - lostBefore;
      lostBefore = lost;
      ask(() -> judge.lost(nowNanos, samples));
    }
  }

  private void take(Sample sample, long epoch) {
    ledger.record(sample);
    if (sample.epoch() == epoch) {
      ask(() -> judge.record(sample));
    }
  }

  void health(long nowNanos, Stack stack, StackHealth health) {
    ask(() -> judge.health(nowNanos, stack, health));
  }

  void renewed(long nowNanos, Stack stack) {
    ask(() -> judge.renewed(nowNanos, stack));
  }

  void tick(long nowNanos) {
    closeMinutes(nowNanos);
    ask(() -> judge.tick(nowNanos));
  }

  /** Whoever takes the minutes may fail; that stops neither judge nor control. */
  private void closeMinutes(long nowNanos) {
    try {
      ledger.tick(nowNanos);
    } catch (RuntimeException e) {
      faults++;
      LOG.error("Minute records could not be handed on", e);
    }
  }

  Verdict verdict() {
    if (!isJudgeBroken) {
      try {
        return judge.verdict();
      } catch (RuntimeException e) {
        fail(e);
      }
    }
    return new Verdict(
        Verdict.Level.INCONCLUSIVE,
        "fault",
        "the judge failed by an error of its own; another weight starts it anew");
  }

  /** What each criterion says; nothing while the judge is broken. */
  List<CriterionStatus> criteria() {
    if (!isJudgeBroken) {
      try {
        return judge.criteria();
      } catch (RuntimeException e) {
        fail(e);
      }
    }
    return List.of();
  }

  /** What is known of the requests, and of this table's epoch, by now. */
  Figures figures(long nowNanos, SplitTable table) {
    ledger.epoch(nowNanos, table.epoch(), table.effective());
    return ledger.figures(nowNanos);
  }

  /**
   * How long a response head may be awaited: ten times what nearly every good answer of blue takes,
   * and five seconds at least.
   */
  static long hungAfterNanos(Figures figures) {
    Window blue = figures.stack(Stack.BLUE).all().minute();
    return Math.max(
        LEAST_HUNG_NANOS, HUNG_FACTOR * TimeUnit.MICROSECONDS.toNanos(blue.latency().p99Micros()));
  }

  /** Errors of the program in judge and books since the start. */
  long faults() {
    return faults;
  }

  private void ask(Runnable question) {
    if (isJudgeBroken) {
      return;
    }
    try {
      question.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException e) {
    isJudgeBroken = true;
    faults++;
    LOG.error("The judge failed; nothing is concluded until it is started anew", e);
  }
}
