package org.convoy.run;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * An object store in memory that behaves as Hadoop's S3A does: an object is there when its stream
 * is closed, whole; the last one to close wins; renaming a folder copies and deletes one object
 * after the other; there are no modification times to set, nothing can be appended to or flushed. A
 * bucket whose name begins with {@code conditional} creates objects only if absent when it is asked
 * to, as S3A of Hadoop 3.4.2 and later.
 */
public final class ObjectStore extends FileSystem {
  static final String SCHEME = "objects";

  private static final String ONLY_IF_ABSENT = "fs.option.create.conditional.overwrite";
  private static final Map<String, Bucket> BUCKETS = new ConcurrentHashMap<>();

  private URI uri;
  private Path workingDirectory;

  /** Hadoop's settings with which paths {@code objects://BUCKET/…} are on this store. */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs." + SCHEME + ".impl", ObjectStore.class.getName());
    hadoop.set("fs.AbstractFileSystem." + SCHEME + ".impl", Context.class.getName());
    return hadoop;
  }

  public static Bucket bucket(String name) {
    return BUCKETS.computeIfAbsent(name, key -> new Bucket());
  }

  /** What FileContext uses, as S3A has one. */
  public static final class Context extends DelegateToFileSystem {
    public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
      super(uri, new ObjectStore(), hadoop, SCHEME, false);
    }
  }

  private static final class Stored {
    private final byte[] content;
    private final long time;

    Stored(byte[] content, long time) {
      this.content = content;
      this.time = time;
    }

    byte[] content() {
      return content;
    }

    long time() {
      return time;
    }
  }

  /** Objects by key; each change of one can be the last before the process dies. */
  public static final class Bucket {
    private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final AtomicInteger changesLeft = new AtomicInteger(Integer.MAX_VALUE);

    /** From now on so many changes work, and then none. */
    public void dieAfter(int changes) {
      changesLeft.set(changes);
    }

    public void revive() {
      changesLeft.set(Integer.MAX_VALUE);
    }

    public List<String> keys() {
      return List.copyOf(objects.keySet());
    }

    private void change() throws IOException {
      if (changesLeft.getAndDecrement() <= 0) {
        changesLeft.set(0);
        throw new PathIOException("bucket", "the process is dead");
      }
    }

    private void put(String key, byte[] content) throws IOException {
      change();
      objects.put(key, new Stored(content, clock.incrementAndGet()));
    }

    private void putIfAbsent(String key, byte[] content) throws IOException {
      change();
      if (objects.putIfAbsent(key, new Stored(content, clock.incrementAndGet())) != null) {
        throw new PathIOException(key, "412 Precondition Failed");
      }
    }

    private void delete(String key) throws IOException {
      change();
      objects.remove(key);
    }
  }

  @Override
  public void initialize(URI name, Configuration hadoop) throws IOException {
    super.initialize(name, hadoop);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    workingDirectory = new Path("/").makeQualified(uri, new Path("/"));
    setConf(hadoop);
  }

  private Bucket bucket() {
    return bucket(uri.getAuthority());
  }

  private static String key(Path path) {
    return path.toUri().getPath().substring(1);
  }

  private static String prefix(Path path) {
    String key = key(path);
    return key.isEmpty() ? "" : key + "/";
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (getFileStatus(path).isDirectory()) {
      throw new FileNotFoundException("Can't open " + path + " because it is a directory");
    }

    return new FSDataInputStream(new Input(bucket().objects.get(key(path)).content()));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, overwrite, false);
  }

  private FSDataOutputStream create(Path path, boolean overwrite, boolean ifAbsent)
      throws IOException {
    if (exists(path) && (!overwrite || getFileStatus(path).isDirectory())) {
      throw new FileAlreadyExistsException(path + " already exists");
    }

    return new FSDataOutputStream(new Output(bucket(), key(path), ifAbsent), null);
  }

  @Override
  public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
    return new Builder(this, path);
  }

  private static final class Builder
      extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
    private final ObjectStore store;

    Builder(ObjectStore store, Path path) {
      super(store, path);
      this.store = store;
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      boolean ifAbsent =
          store.uri.getAuthority().startsWith("conditional")
              && getOptions().getBoolean(ONLY_IF_ABSENT, false);
      return store.create(
          getPath(), getFlags().contains(org.apache.hadoop.fs.CreateFlag.OVERWRITE), ifAbsent);
    }
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("Append is not supported");
  }

  @Override
  public boolean rename(Path source, Path target) throws IOException {
    FileStatus from = getFileStatus(source);
    Path to = target;
    if (exists(target)) {
      if (getFileStatus(target).isFile()) {
        throw new FileAlreadyExistsException(target + " exists");
      }

      to = new Path(target, source.getName());
    }

    if (from.isFile()) {
      move(key(source), key(to));
      return true;
    }

    for (String key : keys(prefix(source))) {
      move(key, prefix(to) + key.substring(prefix(source).length()));
    }

    return true;
  }

  private void move(String key, String other) throws IOException {
    bucket().put(other, bucket().objects.get(key).content());
    bucket().delete(key);
  }

  private List<String> keys(String prefix) {
    return bucket().keys().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (!exists(path)) {
      return false;
    }

    if (getFileStatus(path).isFile()) {
      bucket().delete(key(path));
      return true;
    }

    List<String> inside = keys(prefix(path));
    if (!recursive && inside.stream().anyMatch(key -> !key.equals(prefix(path)))) {
      throw new PathIOException(path.toString(), "is not empty");
    }

    for (String key : inside) {
      bucket().delete(key);
    }

    return true;
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus status = getFileStatus(path);
    if (status.isFile()) {
      return new FileStatus[] {status};
    }

    Set<String> names = new LinkedHashSet<>();
    for (String key : keys(prefix(path))) {
      String rest = key.substring(prefix(path).length());
      if (!rest.isEmpty()) {
        names.add(rest.split("/", 2)[0]);
      }
    }

    List<FileStatus> all = new ArrayList<>();
    for (String name : names) {
      all.add(getFileStatus(new Path(path, name)));
    }

    return all.toArray(FileStatus[]::new);
  }

  @Override
  public void setWorkingDirectory(Path directory) {
    workingDirectory = directory;
  }

  @Override
  public Path getWorkingDirectory() {
    return workingDirectory;
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    if (!exists(path)) {
      bucket().put(prefix(path), new byte[0]);
    }

    return true;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    Path qualified = makeQualified(path);
    Stored object = bucket().objects.get(key(qualified));
    if (object != null && !key(qualified).isEmpty()) {
      return new FileStatus(object.content().length, false, 1, 1024, object.time(), qualified);
    }

    if (key(qualified).isEmpty() || !keys(prefix(qualified)).isEmpty()) {
      return new FileStatus(0, true, 1, 0, System.currentTimeMillis(), qualified);
    }

    throw new FileNotFoundException("No such file or directory: " + path);
  }

  /** An object in the making. */
  private static final class Output extends ByteArrayOutputStream
      implements Abortable, StreamCapabilities, Syncable {
    private final Bucket bucket;
    private final String key;
    private final boolean ifAbsent;
    private boolean isClosed;

    Output(Bucket bucket, String key, boolean ifAbsent) {
      this.bucket = bucket;
      this.key = key;
      this.ifAbsent = ifAbsent;
    }

    @Override
    public void close() throws IOException {
      if (isClosed) {
        return;
      }

      isClosed = true;
      if (ifAbsent) {
        bucket.putIfAbsent(key, toByteArray());
      } else {
        bucket.put(key, toByteArray());
      }
    }

    @Override
    public AbortableResult abort() {
      boolean wasClosed = isClosed;
      isClosed = true;
      return new AbortableResult() {
        @Override
        public boolean alreadyClosed() {
          return wasClosed;
        }

        @Override
        public IOException anyCleanupException() {
          return null;
        }
      };
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals("fs.capability.outputstream.abortable");
    }

    @Override
    public void hflush() {
      throw new UnsupportedOperationException("S3A streams are not Syncable");
    }

    @Override
    public void hsync() {
      throw new UnsupportedOperationException("S3A streams are not Syncable");
    }
  }

  private static final class Input extends FSInputStream {
    private final byte[] content;
    private int position;

    Input(byte[] content) {
      this.content = content;
    }

    @Override
    public int read() {
      return position < content.length ? content[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = Math.min(length, content.length - position);
      if (count <= 0) {
        return length == 0 ? 0 : -1;
      }

      System.arraycopy(content, position, target, offset, count);
      position += count;
      return count;
    }

    @Override
    public void seek(long target) {
      position = (int) target;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }
  }
}
