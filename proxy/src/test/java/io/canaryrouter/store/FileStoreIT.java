package io.canaryrouter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.testing.Commands;
import io.canaryrouter.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only other processes can do to a file: write it too, be killed, hold its lock for ever. */
class FileStoreIT {
  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("state.json");
  }

  /** A process that does what {@link StateWriter} does, under a shell's limits. */
  private Process start(String limits, String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> line = new ArrayList<>(List.of(Commands.require("bash"), "-c"));
    line.add(limits + "; exec \"$@\"");
    line.addAll(List.of("bash", java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add(StateWriter.class.getName());
    line.add(path().toString());
    line.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(line).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("no process", e);
    }
  }

  private static List<String> output(Process process) throws IOException {
    try (var reader = process.inputReader()) {
      List<String> lines = reader.lines().toList();
      Patience.await(process.onExit(), "the writer's end");
      assertThat(process.exitValue()).as("%s", lines).isZero();
      return lines;
    }
  }

  @Test
  void twoProcessesNeverBothWin() throws Exception {
    Process first = start("true", "first", "count", "60");
    Process second = start("true", "second", "count", "60");
    List<String> accepted = new ArrayList<>(output(first));
    accepted.addAll(output(second));

    assertThat(accepted).hasSize(120).doesNotHaveDuplicates();
    try (Store store = new FileStore(path(), "reader")) {
      assertThat(store.read().orElseThrow().revision()).isEqualTo(120);
      assertThat(store.latest("audit", 1_000)).containsExactlyInAnyOrderElementsOf(accepted);
    }
  }

  @Test
  void aWriterThatIsKilledLeavesAWholeDocument() throws Exception {
    for (int round = 0; round < 3; round++) {
      Process writer = start("true", "writer", "count", "1000000");
      long before = revision();
      Patience.until(() -> revision() > before + 20, "the writer to write");
      writer.destroyForcibly();
      Patience.await(writer.onExit(), "the writer's end");

      assertThat(revision()).isGreaterThan(before);
    }
    try (Store store = new FileStore(path(), "next")) {
      long there = store.read().orElseThrow().revision();
      assertThat(store.compareAndSet(there, new Document(there + 1, "{}"))).isTrue();
    }
  }

  private long revision() {
    try (Store store = new FileStore(path(), "reader")) {
      return store.read().map(Document::revision).orElse(0L);
    } catch (StoreException e) {
      throw new AssertionError("half a document", e);
    }
  }

  /** A limit on files' sizes is a disk that is full after so many bytes: the write begins well. */
  @Test
  void aDiskThatIsFullLeavesTheOldDocument() throws Exception {
    try (Store store = new FileStore(path(), "a")) {
      store.compareAndSet(0, new Document(1, "{}"));
      store.append("audit", "first", 10);

      List<String> told = output(start("ulimit -f 16", "b", "large"));

      assertThat(told).hasSize(2).allMatch(line -> line.startsWith("UNREACHABLE the state in "));
      assertThat(store.read()).contains(new Document(1, "{}"));
      assertThat(store.latest("audit", 10)).containsExactly("first");
      assertThat(Files.exists(folder.resolve("state.json.new"))).isFalse();
      assertThat(store.compareAndSet(1, new Document(2, "{}"))).isTrue();
    }
  }

  @Test
  void aLockThatSomebodyNeverGivesBackIsAwaitedForAWhileOnly() throws Exception {
    Process holder = start("true", "holder", "hold");
    try (Store store = new FileStore(path(), "a");
        var reader = holder.inputReader()) {
      assertThat(reader.readLine()).isEqualTo("held");
      assertThat(store.read()).as("reading needs no lock").isEmpty();

      assertThatThrownBy(() -> store.compareAndSet(0, new Document(1, "{}")))
          .isInstanceOf(StoreException.class)
          .hasMessageEndingWith("no answer within 5000 ms");
      assertThat(store.read()).isEmpty();

      holder.destroyForcibly();
      Patience.await(holder.onExit(), "the holder's end");
      assertThat(store.compareAndSet(0, new Document(1, "{}"))).isTrue();
    } finally {
      holder.destroyForcibly();
    }
  }

  /** The system's own words reach the person: a file system that nobody may write. */
  @Test
  void aDiskThatIsReadOnlySaysSo() {
    try (Store store = new FileStore(Path.of("/proc/canary-state.json"), "a")) {
      assertThatThrownBy(() -> store.replace(new Document(1, "{}")))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(
              "the state in the file /proc/canary-state.json cannot be written: ");
    }
  }
}
