package io.canaryrouter.admin;

import java.util.List;

/**
 * What the state shows of a stack beside its figures.
 *
 * @param address where it listens
 * @param version what runs there; may be empty
 * @param build the build that its answers name; empty while they name none
 * @param hasBeenUp whether an instance was ever seen well; until then green has no users
 * @param instances what its name stands for now
 */
public record StackInfo(
    String address, String version, String build, boolean hasBeenUp, List<InstanceInfo> instances) {

  /**
   * One instance.
   *
   * @param address where it listens
   * @param health one word: {@code up}, {@code down}, {@code ejected} …
   * @param inflight requests at it now
   */
  public record InstanceInfo(String address, String health, long inflight) {}
}
