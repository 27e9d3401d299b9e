#pragma once

#include <string>

namespace dgctl::engine {

/// Where the configuration stands, for programs that look for it from the root of a repository.
struct SourcePath {
  std::string folder;  ///< what relative paths count from: "infra/segment", "" for the root itself
  std::string file;    ///< the configuration as its user names it: "dgctl.yml"
};

/// The path of one of the configuration's files, with '/' and without "." parts: of "./web.yml" in
/// folder "infra" "infra/web.yml". An absolute one stays.
std::string path_from_root(const SourcePath& source, const std::string& file);

/// As a relative reference of a URI, or for an absolute path a "file:" URI: all but letters,
/// digits, "-._~" and '/' percent-encoded.
std::string uri_of(const std::string& path);

}  // namespace dgctl::engine
