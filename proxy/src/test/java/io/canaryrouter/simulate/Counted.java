package io.canaryrouter.simulate;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Traffic that has been counted, from one second to another. */
final class Counted {
  final Map<Long, Integer> byUser = new HashMap<>();
  final Map<String, Integer> byRoute = new HashMap<>();
  private final int[] requests = new int[2];
  private final int[] failures = new int[2];
  private final List<double[]> latencies = new ArrayList<>();
  private double[] chunk = new double[1 << 16];
  private int used;

  /** Lets it run to a second without looking. */
  static void skip(Traffic traffic, long until) {
    while (traffic.second() < until) {
      traffic.advance(sample -> {});
    }
  }

  /** Counts from where the traffic stands to a second. */
  Counted(Traffic traffic, long until) {
    this(traffic, until, sample -> true);
  }

  Counted(Traffic traffic, long until, Predicate<Sample> filter) {
    while (traffic.second() < until) {
      traffic.advance(sample -> {
        if (filter.test(sample)) {
          count(sample);
        }
      });
    }
    latencies.add(Arrays.copyOf(chunk, used));
  }

  private void count(Sample sample) {
    requests[place(sample.stack())]++;
    failures[place(sample.stack())] += sample.outcome().fault() == Fault.STACK ? 1 : 0;
    byUser.merge(sample.userHash(), 1, Integer::sum);
    byRoute.merge(sample.route(), 1, Integer::sum);
    if (sample.outcome() == Outcome.OK) {
      if (used == chunk.length) {
        latencies.add(chunk);
        chunk = new double[chunk.length];
        used = 0;
      }
      chunk[used++] = sample.latencyNanos() / 1e6;
    }
  }

  private static int place(Stack stack) {
    return stack == Stack.GREEN ? 1 : 0;
  }

  int requests(Stack stack) {
    return requests[place(stack)];
  }

  int requests() {
    return requests(Stack.GREEN) + requests(Stack.BLUE);
  }

  double failures(Stack stack) {
    return failures[place(stack)] / (double) requests(stack);
  }

  double failures() {
    return Arrays.stream(failures).sum() / (double) requests();
  }

  /** Milliseconds at each of these shares. */
  double[] quantiles(double... shares) {
    double[] sorted = latencies.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    return Arrays.stream(shares).map(share -> sorted[(int) (share * sorted.length)]).toArray();
  }
}
