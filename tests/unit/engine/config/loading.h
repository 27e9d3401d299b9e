#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/config/load.h"
#include "engine/edges/error.h"

// What the tests of the loader share: files in memory, and findings as text.

namespace dgctl::engine {

class MemoryFiles final : public Files {
 public:
  std::map<std::string, std::string> texts;

  std::optional<std::string> read(const std::string& path, std::size_t limit_bytes) override {
    const auto at = texts.find(path);
    if (at == texts.end()) return std::nullopt;
    if (at->second.size() > limit_bytes) throw Error(path + " is larger than 4 MiB");
    return at->second;
  }
};

inline Loaded load_text(const std::string& text, const LoadOptions& options = {}) {
  MemoryFiles files;
  files.texts[options.file] = text;
  return load(files, options);
}

/// One finding a line, without the name of the usual file.
inline std::string text_of(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    std::string line = to_string(diagnostic);
    if (diagnostic.place.line > 0 && diagnostic.place.file == "dgctl.yml") {
      line.erase(0, diagnostic.place.file.size() + 1);
    }
    text += line + "\n";
  }
  return text;
}

/// The three lines that every configuration needs; what a test is about begins in line 4.
inline const std::string kHead = "version: 1\nname: acme\nworkspace: {profile: prod}\n";

inline constexpr const char* kId = "0f6b2d4e-1111-4222-8333-444455556666";
inline constexpr const char* kOtherId = "1f6b2d4e-1111-4222-8333-444455556666";

inline std::string problems(const std::string& body, const LoadOptions& options = {}) {
  return text_of(load_text(kHead + body, options).diagnostics);
}

/// What a whole configuration without errors asks for; it is printed if it has some.
inline Desired desired_of_file(const std::string& text, const LoadOptions& options = {}) {
  Loaded loaded = load_text(text, options);
  if (!loaded.desired) throw Error("does not load: " + text_of(loaded.diagnostics) + text);
  return std::move(*loaded.desired);
}

/// The same with the head left out.
inline Desired desired(const std::string& body, const LoadOptions& options = {}) {
  return desired_of_file(kHead + body, options);
}

/// The resource of an address. Throws if there is none.
const DesiredResource& at(const Desired& desired, const Address& address);
/// One resource a line: address, and for an entry its words. Without the principals that are only
/// named.
std::string summary(const Desired& desired);
/// All of it but places, variables and what connects Segment.
std::string dump(const Desired& desired);
std::string dump(const Value& value);

}  // namespace dgctl::engine
