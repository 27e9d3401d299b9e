#include "providers/sinks/file_sink.h"

#include <filesystem>
#include <utility>

#include "engine/edges/error.h"
#include "engine/model/sink_label.h"

namespace dgctl::providers {
namespace {

using engine::Error;

constexpr std::string_view kScheme = "file:";
constexpr std::size_t kProbeBytes = 8192;  // more than a record takes

}  // namespace

FileSink::FileSink(const std::string& folder, const std::string& path)
    : file_(folder, path), form_(path.ends_with(".json") ? RecordForm::Json : RecordForm::Dotenv) {}

std::optional<FileSink::Stored> FileSink::read() const {
  std::optional<PrivateFile::Contents> contents = file_.read();
  if (!contents) return std::nullopt;
  const engine::WipedAtEnd wiped(contents->text);
  try {
    return Stored{record_in(contents->text, form_), contents->is_private};
  } catch (const Error& error) {
    throw Error("cannot read a secret from " + file_.name() + ": it is no record of one (" +
                error.what() + "); move it away, or name another file");
  }
}

engine::ReadResult FileSink::peek(std::stop_token /*stop*/) {
  std::optional<Stored> stored = read();
  if (!stored) return engine::Absent{};
  if (!stored->is_private) {
    throw Error("cannot trust the secret in " + file_.name() +
                ": others than its owner may use the file; run chmod 600 " + file_.name());
  }
  engine::SinkLabel label = std::move(stored->record.label);
  label.settings = std::move(stored->record.settings);
  return engine::Found{std::move(label)};
}

void FileSink::check(std::stop_token /*stop*/) {
  static_cast<void>(read());  // what is no record is not replaced
  file_.probe(kProbeBytes);
}

void FileSink::store(const engine::SinkLabel& label,
                     const engine::Fields& settings,
                     const engine::Secret& value,
                     std::stop_token /*stop*/) {
  const std::optional<Stored> before = read();
  const bool is_ours = !before || is_label_of(before->record.label, label.host, label.stack);
  if (!is_ours) {  // it came there since this was planned
    throw Error("cannot keep a secret in " + file_.name() + ": it " +
                engine::held_by_another(before->record.label));
  }
  std::string text = record_text(label, settings, value, form_);
  const engine::WipedAtEnd wiped(text);
  file_.replace(text);
}

engine::Secret FileSink::load(std::stop_token /*stop*/) {
  std::optional<Stored> stored = read();
  if (!stored) throw Error("cannot read a secret from " + file_.name() + ": there is no such file");
  return std::move(stored->record.value);
}

engine::ReadableSink& FileSinks::at(const std::string& sink) {
  if (!sink.starts_with(kScheme)) {
    throw Error("cannot keep a secret in \"" + sink +
                "\": there is no such kind of sink; write file: and a path");
  }
  const std::string path =
      std::filesystem::path(sink.substr(kScheme.size())).lexically_normal().string();
  const std::scoped_lock lock(mutex_);
  std::unique_ptr<FileSink>& found = sinks_[path];
  if (!found) found = std::make_unique<FileSink>(folder_, path);
  return *found;
}

}  // namespace dgctl::providers
