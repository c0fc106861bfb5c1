/**
 * The data plane: every request of both stacks, on Netty event loops, no lock, no wait.
 *
 * <p>docs/life-of-a-request.md is the way in. The nouns, by what they are about:
 *
 * <ul>
 *   <li><b>A request's life</b>: {@code Exchange} is its middle, with {@code ExchangeState} (how
 *       far), {@code Errand} (what for), {@code Visitor} (who), {@code Attempt} (one try at an
 *       upstream), {@code RequestBody} and {@code ResponseRelay} (what flows), {@code
 *       StackDeadlines}, {@code Retries} with {@code RetryPolicy} and {@code RetryBudget}, {@code
 *       SecondAsking} with {@code AssetFallback} and {@code SecondOpinion} (when it goes wrong),
 *       {@code Report} with {@code ExchangeReport} and {@code OperatorReport} (how it ended).
 *       {@code Failure} is the one mapper from a cause to a status.
 *   <li><b>The client's side</b>: {@code EdgeServer}, {@code AcceptGuard}, {@code EdgeLoop}, {@code
 *       RequestIntake}, {@code FrontConnection}, {@code BodyPace}, {@code LocalAnswers}, {@code
 *       ProblemResponse}, {@code Departure}.
 *   <li><b>The stack's side</b>: {@code Upstream} and its kinds {@code Backend} and {@code
 *       AdminUpstream} (behind {@code PublicHost} and {@code RateLimit}), {@code Admission}, {@code
 *       UpstreamPool}, {@code UpstreamConnection}, {@code UpstreamTls}, {@code ResponseIntake},
 *       {@code Rerouting}.
 *   <li><b>Instances and their health</b>: {@code InstanceSet} over an immutable {@code Roster} of
 *       {@code InstanceHealth}; {@code AddressLookup}, {@code HealthProber}, {@code Probe}.
 *   <li><b>The wire check</b>: {@code WireCheck} cuts and counts; the grammar stands in {@code
 *       RequestHead}, {@code ResponseHead}, {@code FieldLine}, {@code MessageFraming}, {@code
 *       ChunkLine}, {@code Authority}, {@code LookAlikes}, over {@code WireLines} and {@code
 *       Octets}.
 *   <li><b>Fields</b>: {@code ForwardingFields}, {@code StackFields}, {@code ResponseFields},
 *       {@code ConnectionFields}, {@code TrailerFields}, {@code Peer}, {@code Via}, {@code
 *       RequestIds}.
 *   <li><b>Long lives</b>: {@code Tunnels} holds each {@code Tunnel} with its two {@code
 *       TunnelSide}s and the {@code ServedEvents}; {@code WebSocketHandshake}, {@code Upgrade},
 *       {@code WebSocketFrames}, {@code CloseReason}.
 *   <li><b>The access log</b>: {@code AccessLog}, {@code AccessEntry}, {@code AccessSampler},
 *       {@code AccessLine}, {@code LogOutput}, {@code TokenMask}.
 * </ul>
 */
@NullMarked
package io.canaryrouter.http;

import org.jspecify.annotations.NullMarked;
