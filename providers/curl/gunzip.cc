#include "providers/curl/gunzip.h"

#include <array>
#include <cstring>
#include <new>

#define ZLIB_CONST
#include <zlib.h>

namespace dgctl::providers {

struct Gunzip::Stream {
  z_stream zlib{};
  std::array<char, 16'384> piece{};
};

Gunzip::Gunzip() : stream_(std::make_unique<Stream>()) {
  constexpr int kGzipOnly = 16;
  if (::inflateInit2(&stream_->zlib, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
}

Gunzip::~Gunzip() {
  ::inflateEnd(&stream_->zlib);
  ::explicit_bzero(stream_->piece.data(), stream_->piece.size());  // it may have held a secret
}

bool Gunzip::feed(std::string_view packed, const Take& take) {
  z_stream& zlib = stream_->zlib;
  auto& piece = stream_->piece;
  zlib.next_in = reinterpret_cast<const Bytef*>(packed.data());
  zlib.avail_in = static_cast<uInt>(packed.size());
  do {
    if (is_whole_ && zlib.avail_in == 0) return true;
    if (is_whole_ && ::inflateReset(&zlib) != Z_OK) return false;
    is_whole_ = false;
    zlib.next_out = reinterpret_cast<Bytef*>(piece.data());
    zlib.avail_out = static_cast<uInt>(piece.size());
    const int result = ::inflate(&zlib, Z_NO_FLUSH);
    if (result == Z_BUF_ERROR) return true;  // all that there was is taken
    if (result != Z_OK && result != Z_STREAM_END) return false;
    if (!take({piece.data(), piece.size() - zlib.avail_out})) return false;
    is_whole_ = result == Z_STREAM_END;
  } while (zlib.avail_in > 0 || zlib.avail_out == 0);
  return true;
}

}  // namespace dgctl::providers
