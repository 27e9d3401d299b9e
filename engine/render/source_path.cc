#include "engine/render/source_path.h"

#include <filesystem>
#include <string_view>

namespace dgctl::engine {

std::string path_from_root(const SourcePath& source, const std::string& file) {
  return (std::filesystem::path(source.folder) / file).lexically_normal().generic_string();
}

std::string uri_of(const std::string& path) {
  static constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (kPlain.find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += '%';
    uri += kHex[byte >> 4U];
    uri += kHex[byte & 15U];
  }
  return uri;
}

}  // namespace dgctl::engine
