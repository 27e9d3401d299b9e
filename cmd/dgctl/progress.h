#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "cmd/dgctl/console.h"
#include "engine/edges/observer.h"

namespace dgctl::cmd {

/// What is under way, for who waits: on a terminal one line that is drawn again and again, with
/// what is under way, for how long, and how much is left; elsewhere a line when something begins
/// and ends, and one each 20 seconds in between. Events go to the console's event log as well. As
/// long as it is there, the console leads to it: what is printed there goes through say().
class Progress : public engine::Observer {
 public:
  Progress(Console& console, bool quiet);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Takes its line away.
  ~Progress() override;

  /// The workspace is being read until end_reading(); `requests`: how many were sent so far.
  void begin_reading(const std::string& host, std::function<std::size_t()> requests);
  void end_reading();
  /// What is under way now, in words of its own; "": nothing.
  void set_current(const std::string& what);
  void notify(const engine::Event& event) override;
  /// A line of somebody else's, whatever is drawn; from any thread, also where this is quiet.
  void say(const std::string& line);

  static constexpr std::chrono::seconds kHeartbeat{20};

 private:
  using Time = std::chrono::steady_clock::time_point;
  void run(const std::stop_token& stop);
  void print(const std::string& line);
  void draw();
  void clear();
  void set_drawn(bool is_drawn);
  void follow(const engine::Event& event);
  [[nodiscard]] std::string status() const;

  Console& console_;
  bool is_quiet_, draws_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::string current_;
  std::string reading_;  ///< the host; "": nothing is read
  std::function<std::size_t()> requests_;
  Time began_;
  std::map<engine::Address, std::pair<std::string, Time>> under_way_;
  std::size_t done_ = 0, total_ = 0;
  bool is_drawn_ = false;
  std::jthread drawer_;
};

}  // namespace dgctl::cmd
