#include "providers/system/beneath.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>

#include "tests/support/process.h"

namespace dgctl::providers::beneath_test {
namespace {

using tests::ScratchFolder;
using Open = OpenFile (*)(const OpenFile&, const std::string&, int);

/// What a file holds, or why it cannot be opened.
std::string opened(Open open, const std::filesystem::path& folder, const std::string& path) {
  const OpenFile root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  const OpenFile file = open(root, path, O_RDONLY | O_CLOEXEC);
  if (file.get() < 0) return errno == EXDEV ? "outside" : std::strerror(errno);
  std::string text(100, '\0');
  const ssize_t length = ::read(file.get(), text.data(), text.size());
  return length < 0 ? std::strerror(errno) : text.substr(0, static_cast<std::size_t>(length));
}

TEST_CASE("links are followed as long as they stay below the folder", "[files]") {
  const ScratchFolder scratch;
  const auto folder = scratch / "conf";
  std::filesystem::create_directories(folder / "a" / "b");
  tests::write_text(scratch / "secret", "secret");
  tests::write_text(folder / "top", "top");
  tests::write_text(folder / "a" / "b" / "deep", "deep");
  const auto link = [&](const std::string& to, const std::string& name) {
    std::filesystem::create_symlink(to, folder / name);
  };
  link("a/b/deep", "in");
  link("../../top", "a/b/up");
  link("a/b", "folder");
  link("folder/up", "twice");
  link("../secret", "out");
  link("../../../secret", "a/b/out");
  link((folder / "top").string(), "absolute");
  link("round", "round");
  struct Case {
    std::string path, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"top", "top"},
      {"./a//b/./deep", "deep"},
      {"a/../top", "top"},
      {"in", "deep"},
      {"a/b/up", "top"},
      {"folder/deep", "deep"},
      {"folder/../../top", "top"},
      {"twice", "top"},
      {"nothing", "No such file or directory"},
      {"nothing/top", "No such file or directory"},
      {"top/below", "Not a directory"},
      {"in/below", "Not a directory"},
      {"", "No such file or directory"},
      {"a", "Is a directory"},
      {"a/..", "Is a directory"},
      {"round", "Too many levels of symbolic links"},
      {"out", "outside"},
      {"folder/out", "outside"},
      {"a/b/out", "outside"},
      {"absolute", "outside"},
      {"..", "outside"},
      {"../secret", "outside"},
      {"../conf/top", "outside"},
      {"a/../../secret", "outside"},
      {"/etc/passwd", "outside"},
  }));
  DYNAMIC_SECTION("path " << c.path) {
    CHECK(opened(open_beneath, folder, c.path) == c.expected);
    CHECK(opened(open_beneath_by_steps, folder, c.path) == c.expected);
  }
}

}  // namespace
}  // namespace dgctl::providers::beneath_test
