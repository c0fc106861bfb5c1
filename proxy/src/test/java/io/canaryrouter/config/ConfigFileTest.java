package io.canaryrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final String GOOD = "stacks: {blue: 'a:1', green: 'b:2'}\n";

  @TempDir Path folder;

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(told(folder.resolve("canary.yml")))
        .endsWith("there is no such file: check the path");
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThat(told(folder)).contains("it is a directory");
  }

  @Test
  void aFileOfMoreThanOneMebibyteIsRefused() throws IOException {
    assertThat(told(write((GOOD + "#".repeat(1024 * 1024)).getBytes(StandardCharsets.UTF_8))))
        .contains("larger than 1 MiB");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    assertThat(told(write((GOOD + "name: ä").getBytes(StandardCharsets.ISO_8859_1))))
        .contains("not UTF-8");
  }

  @Test
  void aByteOrderMarkIsForgiven() throws IOException {
    Path file = write(("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_8));

    assertThat(new ConfigSource(file, Map.of()).get().config()).isNotNull();
  }

  @Test
  void aReloadReadsTheFileAgain() throws IOException {
    Path file = write(GOOD.getBytes(StandardCharsets.UTF_8));
    ConfigSource source = new ConfigSource(file, Map.of());
    assertThat(source.get().findings()).isEmpty();

    Files.writeString(file, GOOD + "spilt: 1%\n");

    assertThat(source.get().describe())
        .singleElement()
        .asString()
        .contains("did you mean \"split\"");
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("canary.yml"), bytes);
  }

  private static String told(Path file) {
    return String.join("\n", new ConfigSource(file, Map.of()).get().describe());
  }
}
