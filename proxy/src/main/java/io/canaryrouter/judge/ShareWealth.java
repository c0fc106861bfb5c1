package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A gambler's wealth who bets that newly affected users are on green more often than green's weight
 * allows. It is the evidence against green.
 *
 * <p>When green is no worse than blue, a user newly hit by a fault is on green with probability at
 * most w, green's weight, whatever the users before did, because a hash chose the stack. Against
 * that coin six bets are held, one for each factor ρ by which green may be worse:
 *
 * <pre>
 * d = ρw + 1 − w;   M_ρ ← M_ρ · (ρ/d on green, 1/d on blue)
 * E = mean of the M_ρ
 * </pre>
 *
 * <p>Each bet is fair for a coin of w and a losing one below, so that M plus what has not been put
 * in yet is a nonnegative supermartingale of initial value one, and by Ville's inequality E
 * <em>ever</em> reaches 1/α with probability at most α: it may be looked at after every user
 * (Lindon and Malek, NeurIPS 2022, arXiv 2011.03567, with users in the place of events). Of the
 * whole stake {@value #START} is there from the start; the rest is put in by parts ({@link
 * #inject}), each the stake of "it became worse just now".
 *
 * <p>Natural logarithms throughout: no number of users overflows or underflows. A bet is six
 * additions; a change of weight and an injection are a dozen logarithms. Memory: three arrays of
 * six doubles. Not thread-safe.
 */
final class ShareWealth {
  /** The part of the stake that is there from the start. */
  static final double START = 0.3;

  private static final double[] FACTORS = {1.5, 2.5, 5, 12, 40, 400};
  static final int HOPELESS = 1_000_000_000;

  private final double[] logs = new double[FACTORS.length];
  private final double[] onGreen = new double[FACTORS.length];
  private final double[] onBlue = new double[FACTORS.length];
  private final double logPart;
  private @Nullable Weight weight;

  /** NaN until it is asked for: it is asked for each second and seldom changes. */
  private double logEvidence;

  /** A stake whose later part comes in so many equal parts, at least one. */
  ShareWealth(int injections) {
    logPart = Math.log((1 - START) / injections);
    restart();
  }

  void restart() {
    Arrays.fill(logs, Math.log(START));
    logEvidence = Double.NaN;
  }

  /** Puts in one part of the stake; the owner counts that it is none too many. */
  void inject() {
    for (int i = 0; i < logs.length; i++) {
      logs[i] = logOfSum(logs[i], logPart);
    }
    logEvidence = Double.NaN;
  }

  /**
   * Takes one newly affected user.
   *
   * @param green green's weight when the user was placed; neither nobody nor everybody
   */
  void bet(Stack stack, Weight green) {
    prepare(green);
    double[] gains = stack == Stack.GREEN ? onGreen : onBlue;
    for (int i = 0; i < logs.length; i++) {
      logs[i] += gains[i];
    }
    logEvidence = Double.NaN;
  }

  /** The natural logarithm of E. */
  double logEvidence() {
    if (Double.isNaN(logEvidence)) {
      logEvidence = logEvidence(0);
    }
    return logEvidence;
  }

  /**
   * How many more users, all on green, bring E to a level; {@value #HOPELESS} when no number does.
   *
   * @param logNeeded the natural logarithm of the level
   */
  int greenUsersNeeded(double logNeeded, Weight green) {
    if (green.equals(Weight.NONE)) {
      return HOPELESS;
    }
    prepare(green);
    int tooFew = -1;
    int enough = HOPELESS;
    while (enough - tooFew > 1) {
      int middle = tooFew + (enough - tooFew) / 2;
      if (logEvidence(middle) >= logNeeded) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return enough;
  }

  /** The gains of a weight: ln(ρ/d) and ln(1/d), exact also where d is nearly 1 or nearly ρ. */
  private void prepare(Weight green) {
    if (green.equals(weight)) {
      return;
    }
    weight = green;
    double ratio = green.ratio();
    for (int i = 0; i < FACTORS.length; i++) {
      onGreen[i] = -Math.log1p((1 - ratio) * (1 / FACTORS[i] - 1));
      onBlue[i] = -Math.log1p(ratio * (FACTORS[i] - 1));
    }
  }

  private double logEvidence(int moreOnGreen) {
    double sum = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      sum = logOfSum(sum, logs[i] + moreOnGreen * onGreen[i]);
    }
    return sum - Math.log(FACTORS.length);
  }

  private static double logOfSum(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }

  /** 48 bytes. */
  void writeTo(DataOutput out) throws IOException {
    for (double log : logs) {
      out.writeDouble(log);
    }
  }

  void readFrom(DataInput in) throws IOException {
    logEvidence = Double.NaN;
    for (int i = 0; i < logs.length; i++) {
      logs[i] = in.readDouble();
      if (!Double.isFinite(logs[i])) {
        throw new IOException("the evidence is damaged: a wealth of " + logs[i]);
      }
    }
  }
}
