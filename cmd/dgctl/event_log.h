#pragma once

#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <ostream>
#include <string>

#include "engine/render/event_json.h"

namespace dgctl::cmd {

/// Where `--events FILE` and `--json` tell what happens, a line an event. Safe to use from several
/// threads at once.
class EventLog {
 public:
  EventLog() = default;
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  ~EventLog() = default;

  /// To a file, from its beginning. Throws UsageError if it cannot be written, if it holds what is
  /// no events of dgctl's, or if it is a pipe that nobody reads.
  void open(const std::string& path);
  /// To a stream; from now on nothing else is printed there.
  void take_over(std::ostream& stream);
  [[nodiscard]] bool is_open() const { return file_ != nullptr || stream_ != nullptr; }
  /// The time that events bear, RFC 3339; the machine's as long as nobody says otherwise.
  void use_clock(std::function<std::string()> now);

  /// Writes what `lines` makes of the time, behind the line that begins every stream.
  void write(const std::function<std::string(const engine::EventJson&)>& lines);
  /// Gives the stream back. Why not all arrived in the file, or "".
  std::string close();

 private:
  std::mutex mutex_;
  std::function<std::string()> now_;
  std::string path_;
  std::unique_ptr<std::ofstream> file_;
  std::ostream* stream_ = nullptr;  // whose buffer is `kept_` while it is taken over
  std::streambuf* kept_ = nullptr;
  std::unique_ptr<std::streambuf> nothing_;
  bool has_begun_ = false;
};

}  // namespace dgctl::cmd
