package io.canaryrouter.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BucketTest {
  private static final Path VECTORS = Path.of("src", "test", "resources", "split-vectors.tsv");

  /** The vectors were computed in another language. */
  @TestFactory
  List<DynamicTest> aKeyHasTheBucketAndRankOfTheVectors() throws IOException {
    return Files.readAllLines(VECTORS).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(vector ->
            DynamicTest.dynamicTest(
                "salt \"" + vector[0] + "\" key \"" + vector[1] + "\"",
                () -> {
                  int bucket = Bucket.of(vector[0], vector[1]);
                  assertThat(bucket).isEqualTo(Integer.parseInt(vector[2]));
                  assertThat(Bucket.rank(bucket)).isEqualTo(Integer.parseInt(vector[3]));
                }))
        .toList();
  }

  @Test
  void everyRankBelongsToExactlyOneBucket() {
    assertThat(IntStream.range(0, Bucket.COUNT).map(Bucket::rank).distinct().count())
        .isEqualTo(Bucket.COUNT);
  }

  @Test
  void aTenthOfTheRanksIsExactlyEveryTenthBucket() {
    assertThat(IntStream.range(0, Bucket.COUNT).filter(b -> Bucket.rank(b) < 1_000))
        .allMatch(bucket -> bucket % 10 == 0)
        .hasSize(1_000);
    assertThat(IntStream.range(0, Bucket.COUNT).filter(b -> Bucket.rank(b) < 100))
        .allMatch(bucket -> bucket % 100 == 0)
        .hasSize(100);
  }
}
