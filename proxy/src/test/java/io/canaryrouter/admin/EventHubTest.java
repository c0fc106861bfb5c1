package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.canaryrouter.rollout.Cause;
import io.canaryrouter.split.Weight;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventHubTest {
  private AdminFixture admin;
  private EventHub hub;

  @BeforeEach
  void start() throws IOException {
    admin = new AdminFixture(null);
    hub = new EventHub(admin.parts, new StateView(admin.parts), "b00t");
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void whoeverIsNewGetsTheWholeStateFirst() {
    assertThat(texts(hub.subscribe(null).first())).hasSize(1).allMatch(text -> isReset(text, 0));
  }

  @Test
  void aChangeIsToldWithItsAuthorAndWhereUsersGoNow() throws InterruptedException {
    Subscription subscription = hub.subscribe(null);
    admin.commands.setSplit(Weight.parse("5%"), Cause.of("ana", "up")).join();
    hub.turn();
    assertThat(text(subscription.next()))
        .startsWith("id: b00t-1\nevent: audit\ndata: {")
        .contains("\"by\":\"ana\"", "\"reason\":\"up\"")
        .endsWith("}\n\n");
    assertThat(text(subscription.next()))
        .startsWith("id: b00t-2\nevent: split\ndata: {")
        .contains("\"set\":\"5%\"");
  }

  @Test
  void aFailoverIsToldAndWhatStaysAsItIsIsNot() throws InterruptedException {
    Subscription subscription = hub.subscribe(null);
    hub.turn();
    admin.commands.failover(Cause.of("ana", "odd figures")).join();
    hub.turn();
    hub.turn();
    assertThat(text(subscription.next())).contains("event: audit");
    assertThat(text(subscription.next())).contains("event: split", "odd figures");
    tick();
    assertThat(text(subscription.next())).startsWith("event: state\n");
  }

  @Test
  void greenThatIsLostByTheDataPlaneAloneIsToldToo() throws InterruptedException {
    Subscription subscription = hub.subscribe(null);
    admin.hasBeenUp = false;
    hub.turn();
    assertThat(text(subscription.next())).contains("event: split", "\"unproven\":true");
  }

  @Test
  void eachSecondTheWholeStateIsToldWithoutANumber() throws InterruptedException {
    Subscription subscription = hub.subscribe(null);
    tick();
    hub.turn();
    tick();
    assertThat(text(subscription.next())).startsWith("event: state\ndata: {\"revision\":1");
    assertThat(text(subscription.next())).startsWith("event: state\n");
  }

  @Test
  void whoeverComesBackGetsWhatWasMissed() {
    change();
    change();
    List<String> all = texts(hub.subscribe("b00t-0").first());
    assertThat(all).hasSize(4);
    assertThat(texts(hub.subscribe("b00t-1").first())).isEqualTo(all.subList(1, 4));
    assertThat(hub.subscribe("b00t-4").first()).isEmpty();
  }

  @Test
  void anIdThatIsNotKnownGetsTheWholeState() {
    change();
    for (String id :
        new String[] {
          "b00t-3", "b00t--1", "b00t-x", "b00t-", "b00t", "", "other-1", "b00t-99999999999999999999"
        }) {
      assertThat(texts(hub.subscribe(id).first()))
          .as(id)
          .hasSize(1)
          .allMatch(text -> isReset(text, 2));
    }
  }

  @Test
  void whatIsTooLongAgoIsNotKept() {
    for (int i = 0; i < EventHub.MOST_KEPT; i++) {
      change();
    }
    long last = 2L * EventHub.MOST_KEPT;
    assertThat(texts(hub.subscribe("b00t-1").first())).allMatch(text -> isReset(text, last));
    assertThat(hub.subscribe("b00t-" + (last - EventHub.MOST_KEPT)).first())
        .hasSize(EventHub.MOST_KEPT);
  }

  @Test
  void whoeverFallsBehindIsGivenUpAndNobodyElseIs() throws InterruptedException {
    Subscription slow = hub.subscribe(null);
    Subscription quick = hub.subscribe(null);
    for (int i = 0; i <= Subscription.MOST_WAITING; i++) {
      tick();
      assertThat(text(quick.next())).startsWith("event: state\n");
    }
    assertThat(slow.isOver()).isTrue();
    assertThat(quick.isOver()).isFalse();
  }

  @Test
  void subscribersAreBoundedAndThePlaceOfOneWhoLeftIsFree() {
    List<Subscription> all = new ArrayList<>();
    for (int i = 0; i < EventHub.MOST_SUBSCRIBERS; i++) {
      all.add(hub.subscribe(null));
    }
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> hub.subscribe(null))
        .matches(problem -> problem.status() == 503 && problem.retrySeconds() > 0);
    hub.leave(all.get(0));
    assertThat(hub.subscribe(null).isOver()).isFalse();
  }

  private void change() {
    boolean isLatched = admin.splitter.table().latch() != null;
    if (isLatched) {
      admin.commands.failback(Weight.parse("5%"), true, Cause.of("ana", "r")).join();
    } else {
      admin.commands.failover(Cause.of("ana", "r")).join();
    }
    hub.turn();
  }

  private void tick() {
    admin.nanos.addAndGet(1_000_000_000L);
    // The control thread of this fixture has no heart of its own.
    admin.splitter.beat();
    hub.turn();
  }

  private static boolean isReset(String text, long number) {
    return text.startsWith("id: b00t-" + number + "\nevent: reset\ndata: {\"revision\":");
  }

  private static List<String> texts(List<Event> events) {
    return events.stream().map(EventHubTest::text).toList();
  }

  private static String text(Event event) {
    return new String(event.bytes(), StandardCharsets.UTF_8);
  }
}
