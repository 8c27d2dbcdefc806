package org.convoy.data.fetch;

import java.net.URI;
import java.time.Duration;

/** Hears how a download goes, on the thread that downloads. */
public interface DownloadListener {
  /** The file is there already and its checksum is right. */
  default void alreadyThere(String file) {}

  /**
   * A server begins to send.
   *
   * @param from bytes that are there already
   */
  default void started(URI address, long from) {}

  /**
   * Some bytes came.
   *
   * @param bytes all that are there now
   * @param total bytes of the whole file, -1 when the server does not say
   */
  default void progressed(String file, long bytes, long total) {}

  /**
   * An address failed.
   *
   * @param reason what happened
   */
  default void failed(URI address, String reason) {}

  /** All addresses failed for now; they are tried again after a pause. */
  default void pausing(Duration pause) {}

  /** The file is complete and its checksum is right. */
  default void finished(String file, long bytes) {}
}
