package io.canaryrouter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One connection to a {@link FaultyStack}: a thread reads requests, another plays the answers in
 * their order, so that a stalled answer never hides what the router sends meanwhile.
 */
final class StackConnection {
  private record Task(Answer answer, ReceivedRequest request, CompletableFuture<Boolean> done) {}

  private static final Fields NONE = new Fields(List.of());

  private final int number;
  private final Socket socket;
  private final Script script;
  private final WireReader wire;
  private final CompletableFuture<Ending> disconnect = new CompletableFuture<>();
  private final BlockingQueue<CompletableFuture<Task>> tasks = new LinkedBlockingQueue<>();
  private final Thread reader;
  private final Thread answerer;

  StackConnection(int number, Socket socket, Script script) throws IOException {
    this.number = number;
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.script = script;
    this.wire = new WireReader(socket.getInputStream());
    this.reader = new Thread(this::read, "stack-reader-" + number);
    this.answerer = new Thread(this::answer, "stack-answerer-" + number);
  }

  void start() {
    for (Thread thread : List.of(reader, answerer)) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  boolean isOpen() {
    return !socket.isClosed() && !disconnect.isDone();
  }

  InputStream input() {
    return wire.stream();
  }

  /** Ends the connection from the stack's side and leaves the answer that was playing. */
  void hangUp(boolean withReset) throws IOException {
    close(withReset);
    throw new SocketException("the script ended the connection");
  }

  void close(boolean withReset) {
    try {
      if (withReset) {
        socket.setSoLinger(true, 0);
      } else if (!socket.isClosed() && !socket.isOutputShutdown()) {
        socket.shutdownOutput();
      }
      socket.close();
    } catch (IOException e) {
      // The peer was faster; the connection is as gone as it should be.
    }
    reader.interrupt();
    answerer.interrupt();
  }

  private void read() {
    Ending how = Ending.CLOSED;
    try {
      while (readRequest()) {
        // Each round is one request.
      }
    } catch (SocketTimeoutException e) {
      close(false);
    } catch (IOException e) {
      how = socket.isClosed() ? Ending.CLOSED : Ending.of(e);
      if (how == Ending.MALFORMED) {
        script.violation(e.getMessage() + " on connection " + number);
      }
    }
    disconnect.complete(how);
    tasks.add(CompletableFuture.failedFuture(new InterruptedIOException("no more requests")));
  }

  private boolean readRequest() throws IOException {
    socket.setSoTimeout(script.idleMillis());
    WireReader.Head head = wire.readHead();
    socket.setSoTimeout(0);
    if (head == null) {
      return false;
    }
    requireRequestLine(head);
    ReceivedRequest request = new ReceivedRequest(number, head, disconnect);
    Task task = new Task(script.take(request), request, new CompletableFuture<>());
    tasks.add(CompletableFuture.completedFuture(task));
    readBody(task);
    if (request.isUpgrade() || script.idleMillis() > 0) {
      return get(task.done());
    }
    return true;
  }

  private static void requireRequestLine(WireReader.Head head) throws IOException {
    if (!head.startLine().matches("[!-~]+ [!-~]+ HTTP/1\\.[01]")) {
      throw new MalformedMessage("request line: " + head.startLine());
    }
    if (head.fields().all("Host").size() != 1) {
      throw new MalformedMessage("not exactly one Host: " + head.fields().all("Host"));
    }
  }

  private void readBody(Task task) throws IOException {
    ReceivedRequest request = task.request();
    Ending how = Ending.RESET;
    Fields trailers = NONE;
    try {
      Gate gate = task.answer().bodyGate();
      if (gate != null) {
        gate.await();
      }
      long length = WireReader.declaredLength(request.fields());
      if (WireReader.isChunked(request.fields())) {
        trailers = wire.readChunks(request.content());
      } else {
        wire.readExactly(Math.max(0, length), request.content());
      }
      how = Ending.COMPLETE;
    } catch (IOException e) {
      how = Ending.of(e);
      throw e;
    } finally {
      request.ended(how, trailers);
    }
  }

  private void answer() {
    try {
      while (true) {
        Task task = get(tasks.take());
        play(task);
        task.done().complete(true);
      }
    } catch (IOException | InterruptedException e) {
      close(false);
    }
  }

  private void play(Task task) throws IOException {
    ReceivedRequest request = task.request();
    Turn turn = new Turn(this, request, socket.getOutputStream());
    if (task.answer().waitsForBody()) {
      if (request.expectsContinue() && task.answer().sendsContinue()) {
        turn.write("HTTP/1.1 100 Continue\r\n\r\n");
      }
      if (request.end() != Ending.COMPLETE) {
        return;
      }
    }
    task.answer().play(turn);
    if (request.isLastOnConnection()) {
      hangUp(false);
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw (IOException) new InterruptedIOException("the connection ended").initCause(e);
    }
  }
}
