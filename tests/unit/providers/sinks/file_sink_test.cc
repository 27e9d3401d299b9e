#include "providers/sinks/file_sink.h"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "engine/edges/error.h"
#include "tests/support/process.h"

namespace dgctl::providers::file_sink_test {
namespace {

namespace fs = std::filesystem;
using engine::Secret;
using engine::SinkLabel;
using tests::file_text;
using tests::ScratchFolder;

constexpr const char* kOld = "doseold0123456789";
constexpr const char* kNew = "dosenew0123456789";

SinkLabel label(const std::string& secret_id = "one") {
  return {"https://acme.cloud.databricks.com",
          "acme/prod",
          "3f0c",
          secret_id,
          "2026-11-24T09:00:00Z",
          {{"catalog", "sales"}}};
}

void store(engine::Sink& sink, const std::string& id = "one", const char* value = kOld) {
  sink.store(label(id), {{"catalog", "sales"}}, Secret(std::string(value)), {});
}

std::string loaded(engine::ReadableSink& sink) {
  return sink.load({}).reveal([](std::string_view value) { return std::string(value); });
}

std::optional<SinkLabel> peeked(engine::Sink& sink) {
  const engine::ReadResult result = sink.peek({});
  const auto* found = std::get_if<engine::Found>(&result);
  if (found == nullptr) return std::nullopt;
  return std::get<SinkLabel>(found->live);
}

/// What the sink says when it does something; "" when it does it. Never the value.
template <class F>
std::string refusal(F&& of) {
  try {
    of();
  } catch (const engine::Error& error) {
    const std::string text = error.what();
    CHECK(text.find("dose") == std::string::npos);
    return text;
  }
  return {};
}

bool says(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

mode_t mode_of(const fs::path& path) {
  struct stat info{};
  REQUIRE(::lstat(path.c_str(), &info) == 0);
  return info.st_mode & 07777U;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

void write(const fs::path& path, const std::string& text, mode_t mode = 0600) {
  std::ofstream(path, std::ios::binary) << text;
  ::chmod(path.c_str(), mode);
}

/// Sets the umask of this process for a block.
class Umask {
 public:
  explicit Umask(mode_t mask) : before_(::umask(mask)) {}
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;
  ~Umask() { ::umask(before_); }

 private:
  mode_t before_;
};

TEST_CASE("what another stack has stored meanwhile is not overwritten", "[sink]") {
  const ScratchFolder folder;
  FileSinks sinks(folder.path());
  engine::Sink& sink = sinks.at("file:a.env");
  store(sink);
  SinkLabel others = label("two");
  others.stack = "other/prod";
  const std::string text = refusal([&] { sink.store(others, {}, Secret(std::string(kNew)), {}); });
  CHECK(says(text, "it holds a secret of acme/prod"));
  CHECK(loaded(sinks.at("file:a.env")) == kOld);
}

TEST_CASE("a secret is stored and had back", "[sink]") {
  const auto* const name = GENERATE("a.env", ".secrets/deep/b.json", "./x/../c");
  const ScratchFolder folder;
  FileSinks sinks(folder.path());
  engine::ReadableSink& sink = sinks.at(std::string("file:") + name);
  CHECK_FALSE(peeked(sink).has_value());
  sink.check({});
  CHECK_FALSE(peeked(sink).has_value());
  store(sink);
  CHECK(peeked(sink) == label());
  CHECK(loaded(sink) == kOld);
  store(sink, "two", kNew);
  CHECK(peeked(sink) == label("two"));
  CHECK(loaded(sink) == kNew);
  sink.check({});
  CHECK(loaded(sink) == kNew);
}

TEST_CASE("a file with a secret is its owner's and so are the folders made for it", "[sink]") {
  const auto mask = GENERATE(mode_t{0}, mode_t{022}, mode_t{0277});
  const ScratchFolder folder;
  {
    const Umask set(mask == 0277 ? 0 : mask);
    FileSink first(folder.path(), "a/b/c.env");
    store(first);
  }
  const Umask set(mask);
  FileSink sink(folder.path(), "a/b/c.env");
  store(sink);
  CHECK(mode_of(folder / "a") == 0700);
  CHECK(mode_of(folder / "a/b") == 0700);
  CHECK(mode_of(folder / "a/b/c.env") == 0600);
  CHECK(names_in(folder / "a/b") == std::vector<std::string>{"c.env"});
}

TEST_CASE("a path counts from the folder of the configuration", "[sink]") {
  const ScratchFolder folder;
  fs::create_directory(folder / "config");
  FileSinks sinks(folder / "config");
  store(sinks.at("file:../up.env"));
  CHECK(fs::exists(folder / "up.env"));
  store(sinks.at("file:" + (folder / "config/absolute.env").string()));
  CHECK(fs::exists(folder / "config/absolute.env"));
  store(sinks.at("file:" + (folder / "other/absolute.env").string()));
  CHECK(fs::exists(folder / "other/absolute.env"));
}

TEST_CASE("a sink is the same object each time it is asked for", "[sink]") {
  const ScratchFolder folder;
  FileSinks sinks(folder.path());
  const auto* first = &sinks.at("file:.secrets/a.env");
  CHECK(&sinks.at("file:.secrets/a.env") == first);
  CHECK(&sinks.at("file:./.secrets/b/../a.env") == first);
  CHECK(&sinks.at("file:.secrets/b.env") != first);
}

TEST_CASE("a sink that there is not is named", "[sink]") {
  FileSinks sinks(".");
  const auto sink = GENERATE(values<std::string>({"vault:secret/x", "FILE:a.env", "a.env", ""}));
  CHECK(says(refusal([&] { sinks.at(sink); }), "\"" + sink + "\""));
  const auto path =
      GENERATE(values<std::string>({"", ".", "..", "a/", "/", "a/..", std::string("a\0b", 3)}));
  CHECK(says(refusal([&] { sinks.at("file:" + path); }), "names no file"));
  CHECK(says(refusal([&] { sinks.at("file:" + path); }), "names no file"));
}

TEST_CASE("what is no record is never replaced", "[sink]") {
  const ScratchFolder folder;
  const auto content = GENERATE(values<std::string>({"",
                                                     "PASSWORD=dosecanary\n",
                                                     "{}",
                                                     "\x7f"
                                                     "ELF"}));
  const auto* const name = GENERATE("a.env", "a.json");
  write(folder / name, content);
  FileSink sink(folder.path(), name);
  const std::string path = folder / name;
  for (const std::string& text : {refusal([&] { sink.peek({}); }),
                                  refusal([&] { sink.check({}); }),
                                  refusal([&] { store(sink); }),
                                  refusal([&] { sink.load({}); })}) {
    CHECK(says(text, path));
    CHECK(says(text, "no record"));
    CHECK(says(text, "move it away, or name another file"));
  }
  CHECK(file_text(folder / name) == content);
  CHECK(names_in(folder.path()) == std::vector<std::string>{name});
}

TEST_CASE("a file larger than any record is not read to its end", "[sink]") {
  const ScratchFolder folder;
  write(folder / "a.env", "");
  fs::resize_file(folder / "a.env", std::uintmax_t{1} << 40U);
  FileSink sink(folder.path(), "a.env");
  CHECK(says(refusal([&] { sink.peek({}); }), "larger than any record"));
  CHECK(says(refusal([&] { store(sink); }), "larger than any record"));
}

TEST_CASE("a file that others may use is told and closed by the next store", "[sink]") {
  const auto mode = GENERATE(mode_t{0640}, mode_t{0604}, mode_t{0620}, mode_t{0700}, mode_t{04600});
  const ScratchFolder folder;
  FileSink sink(folder.path(), "a.env");
  store(sink);
  ::chmod((folder / "a.env").c_str(), mode);
  CHECK(says(refusal([&] { sink.peek({}); }), "run chmod 600 " + (folder / "a.env").string()));
  CHECK(loaded(sink) == kOld);
  store(sink, "two", kNew);
  CHECK(mode_of(folder / "a.env") == 0600);
  CHECK(peeked(sink) == label("two"));
}

TEST_CASE("a folder that others may write to is refused", "[sink]") {
  const auto mode = GENERATE(mode_t{0770}, mode_t{0702}, mode_t{01777});
  const ScratchFolder folder;
  fs::create_directory(folder / "open");
  ::chmod((folder / "open").c_str(), mode);
  FileSink sink(folder.path(), "open/a.env");
  const std::string path = folder / "open";
  CHECK(says(refusal([&] { sink.check({}); }), "run chmod go-w " + path + ", or"));
  CHECK(says(refusal([&] { store(sink); }), "run chmod go-w " + path + ", or"));
  CHECK(fs::is_empty(folder / "open"));
  ::chmod((folder / "open").c_str(), 0755);
  store(sink);
  CHECK(loaded(sink) == kOld);
}

TEST_CASE("a link is refused wherever it stands below the folder", "[sink]") {
  const ScratchFolder folder;
  const ScratchFolder elsewhere;
  fs::create_directories(folder / "a/b");
  fs::create_directories(elsewhere / "b");
  const auto* const link = GENERATE("a", "a/b", "a/b/c.env");
  const bool leads_somewhere = GENERATE(true, false);
  const fs::path target = elsewhere / (leads_somewhere ? "b" : "nothing");
  fs::remove_all(folder / link);
  fs::create_symlink(target, folder / link);
  FileSink sink(folder.path(), "a/b/c.env");
  for (const std::string& text : {refusal([&] { sink.peek({}); }),
                                  refusal([&] { sink.check({}); }),
                                  refusal([&] { store(sink); }),
                                  refusal([&] { sink.load({}); })}) {
    CHECK(says(text, (folder / "a/b/c.env").string()));
    CHECK(says(text, "is a symbolic link"));
  }
  CHECK(names_in(elsewhere.path()) == std::vector<std::string>{"b"});
  CHECK(fs::is_empty(elsewhere / "b"));
}

TEST_CASE("the folder of the configuration may be reached through a link", "[sink]") {
  const ScratchFolder folder;
  fs::create_directory(folder / "real");
  fs::create_directory_symlink("real", folder / "link");
  FileSink relative(folder / "link", "a.env");
  store(relative);
  CHECK(fs::exists(folder / "real/a.env"));
  FileSink absolute(folder / "link", folder / "link/b.env");
  store(absolute);
  CHECK(fs::exists(folder / "real/b.env"));
  FileSink other(".", folder / "link/c.env");
  CHECK(says(refusal([&] { store(other); }), (folder / "link").string() + " is a symbolic link"));
}

TEST_CASE("what is no regular file is refused at once", "[sink]") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.env";
  SECTION("a FIFO that nobody writes to") { REQUIRE(::mkfifo(path.c_str(), 0600) == 0); }
  SECTION("a folder") { fs::create_directory(path); }
  SECTION("a socket") {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(fd);
  }
  FileSink sink(folder.path(), "a.env");
  for (const std::string& text : {refusal([&] { sink.peek({}); }),
                                  refusal([&] { sink.check({}); }),
                                  refusal([&] { store(sink); })}) {
    CHECK(says(text, path.string() + ": what is there is no regular file"));
  }
}

TEST_CASE("a file where a folder has to be is told", "[sink]") {
  const ScratchFolder folder;
  write(folder / "a", "");
  FileSink sink(folder.path(), "a/b.env");
  CHECK(says(refusal([&] { sink.peek({}); }), (folder / "a").string() + " of "));
  CHECK(says(refusal([&] { store(sink); }), "Not a directory"));
}

TEST_CASE("a secret that is not there cannot be had", "[sink]") {
  const ScratchFolder folder;
  FileSink sink(folder.path(), "a.env");
  CHECK(says(refusal([&] { sink.load({}); }), "there is no such file"));
}

TEST_CASE("what a killed run left blocks nothing and goes", "[sink]") {
  const ScratchFolder folder;
  const fs::path leftover = folder / ".a.env.dgctl-new";
  FileSink sink(folder.path(), "a.env");
  const bool is_link = GENERATE(false, true);
  const bool checks = GENERATE(false, true);
  if (is_link) {
    write(folder / "other", "kept");
    fs::create_symlink("other", leftover);
  } else {
    write(leftover, "half a rec", 0444);
  }
  if (checks) {
    sink.check({});
  } else {
    store(sink);
    CHECK(loaded(sink) == kOld);
  }
  CHECK_FALSE(fs::exists(fs::symlink_status(leftover)));
  if (is_link) CHECK(file_text(folder / "other") == "kept");
}

TEST_CASE("checking leaves nothing not even folders", "[sink]") {
  const ScratchFolder folder;
  FileSink(folder.path(), "a/b/c.env").check({});
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a folder that cannot be written to is noticed beforehand", "[sink]") {
  const ScratchFolder folder;
  CHECK(says(refusal([&] { FileSink(folder / "nothing", "a.env").check({}); }), "No such file"));
  CHECK(says(refusal([] { FileSink("/proc", "a.env").check({}); }), "/proc/a.env"));
  FileSink long_name(folder.path(), std::string(250, 'x'));
  CHECK(says(refusal([&] { long_name.check({}); }), "File name too long"));
}

/// Lets no file of this process grow beyond so many bytes, for a block.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit less{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &less);
  }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;
  ~FileLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST_CASE("what was stored stays when the new record cannot be written", "[sink]") {
  const ScratchFolder folder;
  FileSink sink(folder.path(), "a.env");
  store(sink);
  std::string checked;
  std::string stored;
  {
    const FileLimit limit(100);
    checked = refusal([&] { sink.check({}); });
    stored = refusal([&] { store(sink, "two", kNew); });
  }
  CHECK(says(checked, "cannot write " + (folder / "a.env").string() + ": File too large"));
  CHECK(says(stored, "cannot write " + (folder / "a.env").string() + ": File too large"));
  CHECK(peeked(sink) == label());
  CHECK(loaded(sink) == kOld);
  CHECK(names_in(folder.path()) == std::vector<std::string>{"a.env"});
}

/// A file system of a few pages, for a block.
class SmallDisk {
 public:
  explicit SmallDisk(const char* options) {
    is_mounted_ =
        ::mount("none", folder_.path().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (is_mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool is_mounted() const { return is_mounted_; }
  [[nodiscard]] const fs::path& path() const { return folder_.path(); }
  void make_read_only() const {
    REQUIRE(::mount("none", path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0);
  }
  void fill() const { std::ofstream(path() / "filler") << std::string(1U << 20U, '#'); }

 private:
  ScratchFolder folder_;
  bool is_mounted_ = false;
};

TEST_CASE("a full disk is noticed beforehand and loses nothing", "[sink]") {
  const SmallDisk disk("size=64k,mode=700");
  if (!disk.is_mounted()) {
    WARN("skipped: a full disk (no right to mount one)");
    return;
  }
  FileSink sink(disk.path(), "a.env");
  store(sink);
  disk.fill();
  const std::string expected = "cannot write " + (disk.path() / "a.env").string() +
                               ": No space left on device; make room there and run again";
  CHECK(refusal([&] { sink.check({}); }) == expected);
  CHECK(refusal([&] { store(sink, "two", kNew); }) == expected);
  CHECK(peeked(sink) == label());
  CHECK(names_in(disk.path()) == std::vector<std::string>{"a.env", "filler"});
  fs::remove(disk.path() / "filler");
  store(sink, "two", kNew);
  CHECK(loaded(sink) == kNew);
}

TEST_CASE("a file system that is read-only is noticed beforehand", "[sink]") {
  const SmallDisk disk("size=64k,mode=700");
  if (!disk.is_mounted()) {
    WARN("skipped: a read-only file system (no right to mount one)");
    return;
  }
  FileSink sink(disk.path(), "a.env");
  store(sink);
  disk.make_read_only();
  CHECK(says(refusal([&] { sink.check({}); }), "Read-only file system"));
  CHECK(says(refusal([&] { FileSink(disk.path(), "x/b.env").check({}); }), "Read-only"));
  CHECK(says(refusal([&] { store(sink, "two", kNew); }), "Read-only file system"));
  CHECK(loaded(sink) == kOld);
}

}  // namespace
}  // namespace dgctl::providers::file_sink_test
