#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/edges/sink.h"
#include "providers/sinks/private_file.h"
#include "providers/sinks/record.h"

namespace dgctl::providers {

/// A secret in a file that is dgctl's alone: dotenv, or JSON where its name ends in ".json". It is
/// readable by its owner only, in a folder that only the owner may write to, and no symbolic link
/// leads to it.
class FileSink : public engine::ReadableSink {
 public:
  /// `folder` is the configuration's; `path` is relative to it or absolute.
  FileSink(const std::string& folder, const std::string& path);

  engine::ReadResult peek(std::stop_token stop) override;
  void check(std::stop_token stop) override;
  void store(const engine::SinkLabel& label,
             const engine::Fields& settings,
             const engine::Secret& value,
             std::stop_token stop) override;
  engine::Secret load(std::stop_token stop) override;

 private:
  struct Stored {
    Record record;
    bool is_private;
  };
  [[nodiscard]] std::optional<Stored> read() const;

  PrivateFile file_;
  RecordForm form_;
};

/// The sinks of a configuration in `folder`: "file:PATH". Safe to use from several threads at once;
/// a sink by one at a time.
class FileSinks : public engine::Sinks {
 public:
  explicit FileSinks(std::string folder) : folder_(std::move(folder)) {}

  engine::ReadableSink& at(const std::string& sink) override;

 private:
  std::string folder_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<FileSink>, std::less<>> sinks_;  ///< by path
};

}  // namespace dgctl::providers
