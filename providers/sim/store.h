#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "providers/sim/line_file.h"
#include "providers/sim/world.h"

namespace dgctl::providers::sim {

/// A workspace file and what stands beside it.
///
/// FILE is a snapshot. FILE.log begins with the digest of the snapshot that it continues; then each
/// line is a Record. FILE.requests has a RequestLine for every request, and stays; whoever wants
/// numbers and time to begin anew removes it. It carries the locks as well: byte 0 is held by
/// whoever makes a request, byte 1 is shared by all who have the file open. The last to leave folds
/// FILE.log into FILE.
///
/// Nothing is synced to the disk but the fold: a process that dies loses nothing that it wrote, and
/// a simulated workspace need not outlive the machine. All throw WorkspaceFileError.
class Store {
 public:
  /// Checks that the file can be read, and makes nothing where it cannot.
  explicit Store(const std::filesystem::path& file);

  /// While it lives, nobody else makes a request.
  class Turn {
   public:
    explicit Turn(const Store& store);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Turn(Turn&&) = delete;
    Turn& operator=(Turn&&) = delete;

   private:
    const Store& store_;
  };

  // Each within a turn.

  /// The workspace as of now. From here on the file is in use.
  World load();
  /// Brings a world up to what other processes did.
  void catch_up(World& world);
  /// Writes down what happened, the change first.
  void append(const World& world, const Outcome& outcome);
  /// Writes down that time passed or an id was handed out.
  void append_progress(const World& world);
  /// Ends the use of the file, and folds the log where nobody else uses it.
  void leave(World& world);

  [[nodiscard]] std::vector<RequestEntry> requests() const;

 private:
  /// Returns the changes, for which FILE.requests may lack the line.
  std::vector<RequestEntry> replay(World& world, const std::vector<std::string>& lines);
  [[nodiscard]] bool is_folded_already(const std::vector<std::string>& lines) const;
  /// A process that died between the two files left a change without its line.
  void add_unanswered(const World& world,
                      std::int64_t last_number,
                      const std::vector<RequestEntry>& changes);
  void append_entries(const World& world, const std::vector<RequestEntry>& entries);
  void fold(const World& world);

  std::filesystem::path file_;
  LineFile requests_;
  LineFile log_;        ///< open while the file is in use
  std::string digest_;  ///< of the snapshot that the log continues
};

/// The requests of a FILE.requests.
std::vector<RequestEntry> read_entries(const std::filesystem::path& path);

}  // namespace dgctl::providers::sim
