namespace AgentEmulator;

/// <summary>What an entry of the <see cref="Timeline"/> tells.</summary>
public enum TimelineKind
{
    /// <summary>The agent started to listen.</summary>
    Up,

    /// <summary>The agent stopped to listen: connections are refused.</summary>
    Down,

    /// <summary>A phase of the agent's recovery after a restart ended.</summary>
    Recovered,

    /// <summary>The executor subscribed; its events follow on a new stream.</summary>
    Subscribed,

    /// <summary>An event was handed to the executor's stream.</summary>
    EventSent,

    /// <summary>An event had no stream to go to, and is lost, as at a real agent.</summary>
    EventLost,

    /// <summary>A call arrived; the detail is its body.</summary>
    CallReceived,

    /// <summary>A call was answered.</summary>
    AnswerGiven,

    /// <summary>A status update became the task's latest; the detail is the status.</summary>
    UpdateAccepted,

    /// <summary>A status update arrived again: harmless, and acknowledged again.</summary>
    UpdateRepeated,

    /// <summary>A status update was dropped without an acknowledgement.</summary>
    UpdateIgnored,

    /// <summary>An ACKNOWLEDGED event was handed to the stream.</summary>
    AcknowledgementSent,

    /// <summary>An acknowledgement is held back by the <see cref="AcknowledgementPolicy"/>.</summary>
    AcknowledgementWithheld,

    /// <summary>The agent itself declared a task's state, as when it is lost.</summary>
    TaskDeclared,

    /// <summary>A stream of events ended; the summary says by whom.</summary>
    StreamClosed,

    /// <summary>The executor broke a rule of the protocol.</summary>
    Violation,

    /// <summary>An executor process was started.</summary>
    ProcessStarted,

    /// <summary>A signal was sent to the executor process.</summary>
    ProcessSignalled,

    /// <summary>The executor process ended.</summary>
    ProcessExited,

    /// <summary>Something a reader of the timeline wants to know.</summary>
    Note,
}
