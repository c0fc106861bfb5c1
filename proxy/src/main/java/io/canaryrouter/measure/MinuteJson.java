package io.canaryrouter.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Minute records as one line of JSON, and back.
 *
 * <p>What is 0 is left out. Latencies are pairs of a native bucket's index and its count; users are
 * HyperLogLog registers in base64, three bytes for each that is not 0 (its number, its rank).
 * Thread-safe.
 */
final class MinuteJson {
  private static final int VERSION = 1;
  private static final int REGISTER_BYTES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private MinuteJson() {}

  static String write(MinuteRecord minute) {
    MinuteRecord.Key key = minute.key();
    Tally tally = minute.tally();
    ObjectNode node =
        JSON.createObjectNode()
            .put("v", VERSION)
            .put("minute", key.epochMinute())
            .put("epoch", key.epoch())
            .put("green", key.green() == null ? null : key.green().toString())
            .put("stack", key.stack().label())
            .put("route", key.route())
            .put("judged", key.judged());
    putCounts(node.putObject("own"), Outcome.values(), Outcome::label, tally.own());
    putCounts(node.putObject("rescued"), Outcome.values(), Outcome::label, tally.rescued());
    putCounts(
        node.putObject("rejections"), Rejection.values(), Rejection::label, tally.rejections());
    putLatencies(node.putArray("latency"), tally.latencies());
    node.put("exposed", registers(minute.sketch().exposed()));
    node.put("affected", registers(minute.sketch().affected()));
    return node.toString();
  }

  private static <E extends Enum<E>> void putCounts(
      ObjectNode node, E[] constants, Function<E, String> label, EnumCounters<E> counters) {
    for (E constant : constants) {
      if (counters.of(constant) > 0) {
        node.put(label.apply(constant), counters.of(constant));
      }
    }
  }

  private static void putLatencies(ArrayNode pairs, Latencies latencies) {
    for (int cell = 0; cell < BucketLayout.NATIVE.cells(); cell++) {
      if (latencies.of(cell) > 0) {
        pairs.add(BucketLayout.NATIVE.nativeIndex(cell)).add(latencies.of(cell));
      }
    }
  }

  private static String registers(Cardinality users) {
    byte[] bytes = new byte[Cardinality.REGISTERS * REGISTER_BYTES];
    int size = 0;
    for (int register = 0; register < Cardinality.REGISTERS; register++) {
      if (users.rank(register) > 0) {
        bytes[size++] = (byte) (register >>> Byte.SIZE);
        bytes[size++] = (byte) register;
        bytes[size++] = (byte) users.rank(register);
      }
    }
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, size));
  }

  static MinuteRecord parse(String json) {
    JsonNode node = read(json);
    if (node.path("v").asInt() != VERSION) {
      throw new IllegalArgumentException("not a minute record of version " + VERSION);
    }
    Tally tally = new Tally();
    readCounts(node.path("own"), Outcome.values(), Outcome::label, tally.own()::add);
    readCounts(node.path("rescued"), Outcome.values(), Outcome::label, tally.rescued()::add);
    readCounts(
        node.path("rejections"), Rejection.values(), Rejection::label, tally.rejections()::add);
    readLatencies(node.path("latency"), tally.latencies());
    UserSketch users = new UserSketch();
    readRegisters(node.path("exposed").asText(), users.exposed());
    readRegisters(node.path("affected").asText(), users.affected());
    return new MinuteRecord(key(node), tally, users);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a minute record is JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static MinuteRecord.Key key(JsonNode node) {
    return new MinuteRecord.Key(
        whole(node.path("minute"), "minute"),
        whole(node.path("epoch"), "epoch"),
        weight(node.path("green")),
        stack(node.path("stack").asText()),
        node.path("route").asText(),
        isTrue(node.path("judged"), "judged"));
  }

  private static boolean isTrue(JsonNode node, String what) {
    if (!node.isBoolean()) {
      throw new IllegalArgumentException(what + " is true or false, not " + node);
    }
    return node.booleanValue();
  }

  private static @Nullable Weight weight(JsonNode green) {
    return green.isTextual() ? Weight.parse(green.asText()) : null;
  }

  private static Stack stack(String label) {
    return Arrays.stream(Stack.values())
        .filter(stack -> stack.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stack \"" + label + "\""));
  }

  private static <E extends Enum<E>> void readCounts(
      JsonNode node, E[] constants, Function<E, String> label, BiConsumer<E, Long> counter) {
    for (E constant : constants) {
      JsonNode count = node.path(label.apply(constant));
      if (!count.isMissingNode()) {
        counter.accept(constant, count(count));
      }
    }
  }

  private static void readLatencies(JsonNode pairs, Latencies latencies) {
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      long index = whole(pairs.get(i), "a bucket");
      int cell = BucketLayout.cellOfNative(index);
      latencies.add(cell, (int) Math.min(Integer.MAX_VALUE, count(pairs.get(i + 1))));
    }
  }

  private static void readRegisters(String base64, Cardinality users) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    for (int i = 0; i + REGISTER_BYTES <= bytes.length; i += REGISTER_BYTES) {
      int register = (bytes[i] & 0xff) << Byte.SIZE | (bytes[i + 1] & 0xff);
      int rank = bytes[i + 2];
      if (register >= Cardinality.REGISTERS || rank < 1 || rank > Cardinality.MAX_RANK) {
        throw new IllegalArgumentException("no register " + register + " of rank " + rank);
      }
      users.raise(register, rank);
    }
  }

  private static long count(JsonNode node) {
    long count = whole(node, "a count");
    if (count < 0) {
      throw new IllegalArgumentException("a count is not below 0: " + count);
    }
    return count;
  }

  private static long whole(JsonNode node, String what) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new IllegalArgumentException(what + " is a whole number, not " + node);
    }
    return node.asLong();
  }
}
