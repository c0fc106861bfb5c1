package io.canaryrouter.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that writes a state, for tests of what processes do to each other. */
final class StateWriter {
  private final Store store;
  private final Path path;
  private final String name;
  private final PrintStream out;

  private StateWriter(Path path, String name, PrintStream out) {
    this.store = new FileStore(path, name);
    this.path = path;
    this.name = name;
    this.out = out;
  }

  /** Arguments: the file, this writer's name, what it does, how often. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    StateWriter writer = new StateWriter(Path.of(arguments[0]), arguments[1], out);
    switch (arguments[2]) {
      case "count" -> writer.count(Integer.parseInt(arguments[3]));
      case "large" -> writer.large();
      default -> writer.hold();
    }
  }

  /** Adds one to the revision until it has succeeded so often; tells each that was accepted. */
  private void count(int times) throws StoreException {
    for (int done = 0; done < times; ) {
      long revision = store.read().map(Document::revision).orElse(0L);
      if (store.compareAndSet(revision, new Document(revision + 1, "{\"by\":\"" + name + "\"}"))) {
        store.append("audit", "revision " + (revision + 1), 1_000);
        out.println("revision " + (revision + 1));
        done++;
      }
    }
  }

  /** Tries what has no room, and tells why it did not succeed. */
  private void large() {
    tell(() -> store.replace(new Document(2, "x".repeat(100_000))));
    tell(() -> store.append("audit", "y".repeat(60_000), 10));
  }

  private interface Attempt {
    void run() throws StoreException;
  }

  private void tell(Attempt attempt) {
    try {
      attempt.run();
      out.println("written");
    } catch (StoreException e) {
      out.println(e.kind() + " " + e.getMessage());
    }
  }

  /** Takes the lock and keeps it. */
  private void hold() throws Exception {
    FileLocks.under(
        path.resolveSibling(path.getFileName() + ".lock"),
        () -> {
          out.println("held");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        });
  }
}
