# Gets Fashion-MNIST (Xiao et al., https://arxiv.org/abs/1708.07747): Debian's package where apt is
# there, else a download that is checked against pinned checksums. Expects common.sh.

fashion_mnist_package=/usr/share/datasets/fashion-mnist
fashion_mnist_url=${FASHION_MNIST_URL:-http://fashion-mnist.s3-website.eu-central-1.amazonaws.com}
# Of the unpacked files: mirrors pack them differently.
fashion_mnist_sha256="
5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b t10k-images-idx3-ubyte.gz
0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34 t10k-labels-idx1-ubyte.gz
c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888 train-images-idx3-ubyte.gz
bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9 train-labels-idx1-ubyte.gz"

install_fashion_mnist_package() {
  local as_root=
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  command -v apt-get >/dev/null || return 1
  echo "Installing Debian's package dataset-fashion-mnist …" >&2
  { $as_root apt-get install -y dataset-fashion-mnist ||
    { $as_root apt-get update && $as_root apt-get install -y dataset-fashion-mnist; }; } >/dev/null 2>&1
}

# Fetches what is missing into a folder; a file gets its name only when its checksum is right.
download_fashion_mnist() { # folder
  local sum file
  mkdir -p "$1"
  while read -r sum file; do
    [ -n "$file" ] && [ ! -f "$1/$file" ] || continue
    echo "Downloading $file …" >&2
    curl --fail --silent --show-error --location --retry 3 --continue-at - \
      --output "$1/$file.part" "$fashion_mnist_url/$file" ||
      fail 4 "cannot download $fashion_mnist_url/$file; fetch Fashion-MNIST yourself and give its folder with --data"
    if [ "$(gzip -dc "$1/$file.part" 2>/dev/null | sha256sum)" != "$sum  -" ]; then
      rm -f "$1/$file.part"
      fail 4 "$fashion_mnist_url/$file is not the file expected (unpacked, its SHA-256 is not $sum); try again or give a folder with --data"
    fi
    mv "$1/$file.part" "$1/$file"
  done <<<"$fashion_mnist_sha256"
}

# Prints the folder that holds the four files.
fashion_mnist_folder() {
  if [ ! -d "$fashion_mnist_package" ] && install_fashion_mnist_package; then :; fi
  if [ -d "$fashion_mnist_package" ]; then
    echo "$fashion_mnist_package"
  else
    local folder=${XDG_CACHE_HOME:-$HOME/.cache}/convoy/fashion-mnist
    download_fashion_mnist "$folder"
    echo "$folder"
  fi
}
