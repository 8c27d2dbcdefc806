package org.convoy.data.parquet;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.security.MessageDigest;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Feeds what is written to a file through a digest. */
final class HashedOutputFile implements OutputFile {
  private final FileSystem files;
  private final Path path;
  private final MessageDigest digest;

  HashedOutputFile(Configuration hadoop, Path path, MessageDigest digest) throws IOException {
    this.files = path.getFileSystem(hadoop);
    this.path = requireNonNull(path, "path is null");
    this.digest = requireNonNull(digest, "digest is null");
  }

  @Override
  public PositionOutputStream create(long blockSize) throws IOException {
    return new HashedOutputStream(files.create(path, false), digest);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
    return new HashedOutputStream(files.create(path, true), digest);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }

  private static final class HashedOutputStream extends PositionOutputStream {
    private final FSDataOutputStream output;
    private final MessageDigest digest;

    private HashedOutputStream(FSDataOutputStream output, MessageDigest digest) {
      this.output = output;
      this.digest = digest;
    }

    @Override
    public long getPos() {
      return output.getPos();
    }

    @Override
    public void write(int value) throws IOException {
      digest.update((byte) value);
      output.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      digest.update(bytes, offset, length);
      output.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      output.flush();
    }

    @Override
    public void close() throws IOException {
      try (output) {
        output.hsync();
      }
    }
  }
}
