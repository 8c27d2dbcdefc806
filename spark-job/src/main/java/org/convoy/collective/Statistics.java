package org.convoy.collective;

import java.util.List;

/**
 * What a member has sent, received and waited for so far.
 *
 * @param bytesSent with all headers
 * @param bytesReceived with all headers
 * @param nanosecondsWaited by rank: how long nothing could be done because that member was furthest
 *     behind; 0 of the own rank. Several that are equally behind share the time
 * @param droppedConnections while the group was formed: wrong or silent ones
 */
public record Statistics(
    long bytesSent, long bytesReceived, List<Long> nanosecondsWaited, int droppedConnections) {
  public Statistics {
    nanosecondsWaited = List.copyOf(nanosecondsWaited);
  }
}
