package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteRecordTest {
  private static final MinuteRecord.Key KEY =
      new MinuteRecord.Key(29_923_200, 7, Weight.parse("2.5%"), Stack.GREEN, "login", true);

  @Test
  void piecesMergeToTheWholeInWhateverOrder() {
    Seeds.rounds(
        100,
        random -> {
          List<Sample> all = new ArrayList<>();
          MinuteRecord sum = of(List.of());
          for (int piece = 0; piece < 3; piece++) {
            List<Sample> samples = samples(random);
            all.addAll(samples);
            sum = random.nextBoolean() ? sum.merge(of(samples)) : of(samples).merge(sum);
          }
          assertThat(sum.toJson()).isEqualTo(of(all).toJson());
        });
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Seeds.rounds(
        100,
        random -> {
          MinuteRecord minute = of(samples(random));
          MinuteRecord read = MinuteRecord.parse(minute.toJson());
          assertThat(read.key()).isEqualTo(KEY);
          assertThat(read.window().latency()).isEqualTo(minute.window().latency());
          assertThat(read.users()).isEqualTo(minute.users());
          assertThat(read.toJson()).isEqualTo(minute.toJson());
        });
  }

  @Test
  void itIsOneLineOfJsonThatNamesNoUser() {
    Sample sample =
        new Sample(
            0, 7, Stack.GREEN, Outcome.OK, 200, false, true, 1L << 51, 1_000_000_000, "login");
    assertThat(of(List.of(sample)).toJson())
        .isEqualTo(
            "{\"v\":1,\"minute\":29923200,\"epoch\":7,\"green\":\"2.5%\",\"stack\":\"green\","
                + "\"route\":\"login\",\"judged\":true,\"own\":{\"ok\":1},\"rescued\":{},\"rejections\":{},"
                + "\"latency\":[0,1],\"exposed\":\"AAAB\",\"affected\":\"\"}");
  }

  @Test
  void anEpochWhoseWeightIsForgottenHasNone() {
    MinuteRecord.Key forgotten = new MinuteRecord.Key(1, 2, null, Stack.BLUE, "other", false);
    MinuteRecord minute = new MinuteRecord(forgotten, new Tally(), new UserSketch());
    assertThat(MinuteRecord.parse(minute.toJson()).key()).isEqualTo(forgotten);
  }

  @Test
  void recordsOfDifferentThingsAreNotMerged() {
    MinuteRecord.Key other = new MinuteRecord.Key(29_923_200, 8, null, Stack.GREEN, "login", true);
    MinuteRecord minute = new MinuteRecord(other, new Tally(), new UserSketch());
    assertThatIllegalArgumentException().isThrownBy(() -> of(List.of()).merge(minute));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"v\":2,\"minute\":1,\"epoch\":1,\"stack\":\"blue\",\"route\":\"other\",\"judged\":true}",
        "{\"v\":1,\"minute\":1,\"epoch\":1,\"stack\":\"blue\",\"route\":\"other\"}",
        "{\"v\":1,\"minute\":\"now\",\"epoch\":1,\"stack\":\"blue\",\"route\":\"other\",\"judged\":true}",
        "{\"v\":1,\"minute\":1,\"epoch\":1,\"stack\":\"red\",\"route\":\"other\",\"judged\":true}",
        "{\"v\":1,\"minute\":1,\"epoch\":1,\"stack\":\"blue\",\"route\":\"other\",\"judged\":true,\"own\":{\"ok\":-1}}",
        "{\"v\":1,\"minute\":1,\"epoch\":1,\"stack\":\"blue\",\"route\":\"other\",\"judged\":true,\"latency\":[9999,1]}",
        "{\"v\":1,\"minute\":1,\"epoch\":1,\"stack\":\"blue\",\"route\":\"other\",\"judged\":true,\"exposed\":\"////\"}",
        "{\"v\":1,\"minute\":1,\"epoch\":1,\"stack\":\"blue\",\"route\":\"other\",\"judged\":true,\"exposed\":\"?\"}"
      })
  void whatIsNoRecordIsRefused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> MinuteRecord.parse(json));
  }

  private static MinuteRecord of(List<Sample> samples) {
    Tally tally = new Tally();
    UserSketch users = new UserSketch();
    samples.forEach(tally::record);
    samples.forEach(users::record);
    return new MinuteRecord(KEY, tally, users);
  }

  private static List<Sample> samples(Random random) {
    List<Sample> samples = new ArrayList<>();
    for (int i = random.nextInt(200); i > 0; i--) {
      Outcome[] outcomes = Outcome.values();
      samples.add(
          new Sample(
              0,
              7,
              Stack.GREEN,
              outcomes[random.nextInt(outcomes.length)],
              400 + random.nextInt(40),
              random.nextBoolean(),
              true,
              random.nextLong(),
              (long) Math.pow(10, 5 + 6 * random.nextDouble()),
              "login"));
    }
    return samples;
  }
}
