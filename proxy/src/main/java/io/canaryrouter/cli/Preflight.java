package io.canaryrouter.cli;

import io.canaryrouter.http.StackSettings;
import io.canaryrouter.http.UpstreamAddress;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks one stack what the other is asked as well, one request after the other, and notes what it
 * says. For one thread.
 */
final class Preflight implements AutoCloseable {
  private static final int LATENCIES = 5;

  private final StackSettings stack;
  private final String host;
  private final List<Note> notes = new ArrayList<>();
  private @Nullable StackClient client;
  private int connections;

  /**
   * One thing that was seen.
   *
   * @param what it is
   * @param seen what this stack made of it
   * @param hint what a difference may mean, or empty where stacks may well differ
   * @param remark what it means when both say this, or empty where that is as it should be
   */
  record Note(String what, String seen, String hint, String remark) {
    boolean differsFrom(Note other) {
      return !hint.isEmpty() && !seen.equals(other.seen);
    }
  }

  /** The host that requests are for. */
  Preflight(StackSettings stack, String host) {
    this.stack = stack;
    this.host = host;
  }

  /**
   * What the stack makes of these paths, without and with what names a user.
   *
   * @throws IOException with a sentence when it cannot be asked
   */
  List<Note> ask(List<String> paths, @Nullable Credential credential) throws IOException {
    try {
      note("address", stack.address().toString(), "");
      note("version", stack.version(), "");
      for (String path : paths) {
        ask(path, credential);
      }
      note(
          "median of " + LATENCIES,
          String.format(Locale.ROOT, "%.1f ms", median(paths.get(0)) / 1e6),
          "");
      note(
          "keep-alive",
          connections == 1 ? "yes" : "no",
          "one closes connections that the other keeps: look at the server's keep-alive settings");
      return notes;
    } catch (UnknownHostException e) {
      throw new IOException("its name is not known", e);
    }
  }

  private void ask(String path, @Nullable Credential credential) throws IOException {
    StackAnswer without = get(path);
    note(
        "GET " + path,
        String.valueOf(without.status()),
        "403 may be the application's own list of hosts (Rails: config.hosts), 301 its wish for https"
            + " (Rails: force_ssl)",
        remark(without.status()));
    noteRedirect(path, without);
    note("Server of " + path, without.field("Server"), "");
    if (credential != null) {
      StackAnswer with = get(credential.target(path), credential.fields());
      note(
          "GET " + path + " as the user",
          String.valueOf(with.status()),
          "401 from one alone: it has another secret, or does not know this user",
          remark(without.status(), with.status()));
      noteRedirect(path + " as the user", with);
    }
  }

  private void noteRedirect(String path, StackAnswer answer) {
    if (answer.isRedirect()) {
      String location = own(answer.field("Location"));
      boolean isCircle = location.equals(path.split(" ", 2)[0]);
      note(
          "redirect of " + path,
          location,
          "one sends users elsewhere",
          isCircle
              ? "both send it to where it came from: they do not take X-Forwarded-Proto for https"
              : "");
    }
  }

  private static String remark(int status) {
    if (status == 403) {
      return "both refuse: is --host the name that your users call?";
    }
    if (status == 404) {
      return "neither has it, so little was compared: name another path with --get";
    }
    return status >= 500 ? "both fail, so little was compared" : "";
  }

  private static String remark(int without, int with) {
    if (with == 401) {
      return "the token opens neither, so their secrets were not compared: take one that is good now";
    }
    return with == without && with < 400
        ? "they answer so without the token too: name a path that wants a user with --get"
        : "";
  }

  /** Without the stack's own address, in which the two differ anyway. */
  private String own(String location) {
    UpstreamAddress address = stack.address();
    for (String authority : List.of(host, address.authority(), address.host())) {
      location = location.replaceFirst("^https?://\\Q" + authority + "\\E(?=/|$)", "");
    }
    return location;
  }

  /** On a connection of its own: after an error many a server closes what it keeps otherwise. */
  private long median(String path) throws IOException {
    close();
    connections = 0;
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < LATENCIES; i++) {
      nanos.add(get(path).nanos());
    }
    return nanos.stream().sorted().skip(LATENCIES / 2).findFirst().orElseThrow();
  }

  private StackAnswer get(String target, String... fields) throws IOException {
    StackClient known = client;
    if (known != null) {
      try {
        return answered(known, known.get(target, host, fields));
      } catch (IOException e) {
        // It said that it would keep the connection, and did not: a new one will tell.
        close();
      }
    }
    StackClient next = new StackClient(stack.address(), stack.ca());
    connections++;
    client = next;
    return answered(next, next.get(target, host, fields));
  }

  private StackAnswer answered(StackClient asked, StackAnswer answer) throws IOException {
    if (!answer.keepsAlive()) {
      asked.close();
      client = null;
    }
    return answer;
  }

  private void note(String what, String seen, String hint) {
    note(what, seen, hint, "");
  }

  private void note(String what, String seen, String hint, String remark) {
    notes.add(new Note(what, seen.isEmpty() ? "-" : Text.plain(seen), hint, remark));
  }

  @Override
  public void close() throws IOException {
    StackClient open = client;
    client = null;
    if (open != null) {
      open.close();
    }
  }
}
