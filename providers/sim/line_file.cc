#include "providers/sim/line_file.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "engine/digest/sha256.h"
#include "providers/sim/workspace_file_error.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::size_t kChecksumDigits = 16;

std::string checksum(std::string_view text) {
  return engine::sha256(text).substr(0, kChecksumDigits);
}

std::string line_of(const std::string& text) { return checksum(text) + ' ' + text + '\n'; }

/// `line`: without its line break.
std::string checked_text(std::string_view line, const std::filesystem::path& path) {
  if (line.size() > kChecksumDigits && line[kChecksumDigits] == ' ') {
    std::string text(line.substr(kChecksumDigits + 1));
    if (checksum(text) == line.substr(0, kChecksumDigits)) return text;
  }
  throw WorkspaceFileError(path.string() + " is damaged: this line is not as it was written: " +
                           std::string(line.substr(0, 80)));
}

/// Takes the whole lines from the front.
std::vector<std::string> take_lines(std::string_view& bytes, const std::filesystem::path& path) {
  std::vector<std::string> texts;
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
    texts.push_back(checked_text(bytes.substr(0, end), path));
    bytes.remove_prefix(end + 1);
  }
  return texts;
}

}  // namespace

LineFile::LineFile(std::filesystem::path path)
    : path_(std::move(path)), file_(open_file("cannot open", path_, O_RDWR | O_CREAT)) {
  if (file_.number() < 0) throw WorkspaceFileError(system_message("cannot open", path_));
}

std::int64_t LineFile::size() const { return size_of(file_, path_); }

std::string LineFile::bytes(std::int64_t from, std::int64_t to) const {
  return bytes_of(file_, path_, from, to);
}

void LineFile::cut_to(std::int64_t size) const {
  if (ftruncate(file_.number(), static_cast<off_t>(size)) != 0) {
    throw WorkspaceFileError(system_message("cannot write", path_));
  }
}

std::vector<std::string> LineFile::read_new() {
  const std::int64_t end = size();
  if (end == offset_) return {};
  if (end < offset_) {
    throw WorkspaceFileError(path_.string() + " became shorter while it was in use");
  }
  const std::string read = bytes(offset_, end);
  std::string_view rest = read;
  std::vector<std::string> texts = take_lines(rest, path_);
  offset_ = end - static_cast<std::int64_t>(rest.size());
  if (!rest.empty()) cut_to(offset_);
  return texts;
}

std::string LineFile::skip_to_last() {
  constexpr std::int64_t kFirstStep = 4096;
  const std::int64_t end = size();
  for (std::int64_t step = kFirstStep;; step *= 2) {
    const std::int64_t from = std::max<std::int64_t>(end - step, 0);
    const std::string read = bytes(from, end);
    const std::size_t last = read.rfind('\n');
    const std::size_t before =
        last == std::string::npos || last == 0 ? std::string::npos : read.rfind('\n', last - 1);
    if (from > 0 && before == std::string::npos) continue;
    const std::size_t whole = last == std::string::npos ? 0 : last + 1;
    offset_ = from + static_cast<std::int64_t>(whole);
    if (whole < read.size()) cut_to(offset_);
    if (whole == 0) return {};
    const std::size_t start = before == std::string::npos ? 0 : before + 1;
    return checked_text(std::string_view(read).substr(start, last - start), path_);
  }
}

void LineFile::append(const std::vector<std::string>& texts) {
  std::string lines;
  for (const std::string& text : texts) lines += line_of(text);
  const ssize_t written =
      pwrite(file_.number(), lines.data(), lines.size(), static_cast<off_t>(offset_));
  if (written != static_cast<ssize_t>(lines.size())) {
    const std::string message = system_message("cannot write", path_);
    cut_to(offset_);
    throw WorkspaceFileError(message);
  }
  offset_ += written;
}

void LineFile::clear() {
  cut_to(0);
  offset_ = 0;
}

std::vector<std::string> read_lines(const std::filesystem::path& path) {
  const Descriptor file = open_file("cannot read", path, O_RDONLY);
  if (file.number() < 0) {
    if (errno == ENOENT) return {};
    throw WorkspaceFileError(system_message("cannot read", path));
  }
  const std::string read = bytes_of(file, path, 0, size_of(file, path));
  std::string_view rest = read;
  return take_lines(rest, path);
}

}  // namespace dgctl::providers::sim
