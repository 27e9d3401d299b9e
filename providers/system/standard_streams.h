#pragma once

#include <ostream>
#include <streambuf>
#include <string>
#include <vector>

namespace dgctl::providers {

/// What a program does first. A standard stream that is closed becomes one that takes and gives
/// nothing, so that no file of ours gets its number and with it what was meant for the stream; and
/// a reader who goes away ends a write, not the program. Throws engine::Error.
void prepare_standard_streams();

/// Writes to a descriptor, and keeps why that failed, which the standard library forgets. Whoever
/// reads may stop when it has seen enough: what it does not take is no failure.
class OutputBuffer : public std::streambuf {
 public:
  explicit OutputBuffer(int fd);
  /// Why something that was written did not arrive, or "".
  [[nodiscard]] const std::string& failure() const { return failure_; }

 protected:
  int_type overflow(int_type next) override;
  int sync() override;

 private:
  bool write_out();

  int fd_;
  std::vector<char> pending_;
  std::string failure_;
  bool reader_left_ = false;
};

/// Standard output. While it lives, what goes to std::cerr comes after what was written before.
class StandardOutput : public std::ostream {
 public:
  StandardOutput();
  StandardOutput(const StandardOutput&) = delete;
  StandardOutput& operator=(const StandardOutput&) = delete;
  ~StandardOutput() override;

 private:
  OutputBuffer buffer_;
};

/// Writes what a stream still holds. Why not all of it arrived, or "".
std::string why_lost(std::ostream& stream);

}  // namespace dgctl::providers
