#pragma once

#include <string>

#include <zlib.h>

namespace dgctl::tests {

/// A text as gzip.
inline std::string gzipped(const std::string& text) {
  z_stream zlib{};
  constexpr int kGzip = 16;
  ::deflateInit2(&zlib, 9, Z_DEFLATED, MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY);
  std::string packed(::deflateBound(&zlib, text.size()), '\0');
  std::string input = text;
  zlib.next_in = reinterpret_cast<Bytef*>(input.data());
  zlib.avail_in = static_cast<uInt>(input.size());
  zlib.next_out = reinterpret_cast<Bytef*>(packed.data());
  zlib.avail_out = static_cast<uInt>(packed.size());
  ::deflate(&zlib, Z_FINISH);
  packed.resize(zlib.total_out);
  ::deflateEnd(&zlib);
  return packed;
}

}  // namespace dgctl::tests
